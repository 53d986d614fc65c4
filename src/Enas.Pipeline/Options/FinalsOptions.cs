using System.Text.Json.Serialization;

namespace Enas.Pipeline.Options;

/// <summary>The finals at the end of a search with shared weights: its best candidates are trained alone, and the choice is the best of
/// these.</summary>
public sealed record FinalsOptions
{
    /// <summary>Candidates that are trained alone; 0 for no finals.</summary>
    public int Count { get; init; }

    /// <summary>1, or 2: a short training of all, then a long one of the best.</summary>
    public int Rungs { get; init; } = 1;

    /// <summary>Finalists that go on to the second of two rungs; 0 for a third, rounded up.</summary>
    public int Promoted { get; init; }

    /// <summary>Steps of a training in the last rung; 0 for <c>child.steps</c>.</summary>
    public int Steps { get; init; }

    /// <summary>Steps of a training in the first of two rungs; 0 for a third of those in the last, rounded up.</summary>
    public int FirstSteps { get; init; }

    /// <summary>What finalists are ranked by: <see cref="ByMeasure"/> or <see cref="ByLoss"/>.</summary>
    public string By { get; init; } = ByMeasure;

    /// <summary>The two best of the last rung are trained once more, with another seed, where what they are ranked by differs by less than
    /// this share; 0 for never.</summary>
    public double SecondSeed { get; init; }

    /// <summary>The space's measure, then the loss.</summary>
    public const string ByMeasure = "measure";

    /// <summary>The validation loss: of short trainings it says more of an architecture than the accuracy does (docs/results.md).</summary>
    public const string ByLoss = "loss";

    /// <summary>Whether there are any.</summary>
    [JsonIgnore]
    public bool AreHeld => Count > 0;
}
