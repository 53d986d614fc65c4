using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Ports;

/// <summary>Which training of an architecture is asked for. The same order is the same child, wherever it is asked for.</summary>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
/// <param name="Rung">The rung: children of a higher one are trained longer. 0 where there is one length only.</param>
/// <param name="Seed">The seed of its weights and of the order of its data, at most <see cref="long.MaxValue"/>.</param>
/// <param name="Steps">Steps of training, with a schedule of their own that ends with them; 0 for as long as the job says.</param>
public sealed record ChildOrder(string Tokens, int Rung, ulong Seed, long Steps);

/// <summary>What the training of a child came to.</summary>
/// <param name="Validation">The loss on the whole validation set, of the weights that the training kept; null where it failed.</param>
/// <param name="Steps">Steps that were made.</param>
/// <param name="Items">Images or tokens that it was trained on, each as often as it was seen.</param>
/// <param name="Parameters">Weights of the network.</param>
/// <param name="Cost">Multiply-adds of all that its log counts: steps, validations and the test; null where nobody counts them.</param>
/// <param name="Fingerprint">Fact head of the child's own log.</param>
/// <param name="Failure">Why it has no result, as a stable kebab-case reason; null where it has one.</param>
public sealed record ChildOutcome(
    WindowLoss? Validation, long Steps, long Items, long Parameters, long? Cost, string Fingerprint, string? Failure = null)
{
    /// <summary>What a program said that evaluated it; null where it was trained here.</summary>
    public ProgramResult? Program { get; init; }

    /// <summary>What a program said that the architecture costs; nothing where it was trained here.</summary>
    internal ArchitectureCosts Costs => Program is not { } said ? ArchitectureCosts.None
        : ArchitectureCosts.Of(said.Costs.Select(cost => new CostValue(CostMeasure.Own(cost.Name), cost.Value)));

    /// <summary>The outcome of a program.</summary>
    /// <param name="result">What it said.</param>
    /// <param name="fingerprint">SHA-256 of the file with its result.</param>
    /// <param name="failure">Why it has no value; null where it has one.</param>
    public static ChildOutcome OfProgram(ProgramResult result, string fingerprint, string? failure) =>
        new(null, 0, 0, 0, null, fingerprint, failure) { Program = result };

    /// <summary>The reason of a child whose validation is not finite.</summary>
    public const string NotFinite = "validation-not-finite";

    /// <summary>The outcome of a training that came to its end: a validation whose measure is not finite is a failure.</summary>
    /// <param name="validation">The loss on the whole validation set.</param>
    /// <param name="steps">Steps that were made.</param>
    /// <param name="items">Images or tokens that it was trained on.</param>
    /// <param name="parameters">Weights of the network.</param>
    /// <param name="cost">Multiply-adds; null where nobody counts them.</param>
    /// <param name="fingerprint">Fact head of the child's own log.</param>
    public static ChildOutcome Of(WindowLoss validation, long steps, long items, long parameters, long? cost, string fingerprint)
    {
        var isFinite = double.IsFinite(validation.LossSum)
            && (validation.CorrectCount is not null || double.IsFinite(Perplexity.Of(validation.LossSum, validation.TokenCount)));
        return new(isFinite ? validation : null, steps, items, parameters, cost, fingerprint, isFinite ? null : NotFinite);
    }
}

/// <summary>
/// Trains single architectures alone, each in a folder with a log of its own beside the search. A child that is complete is taken as it is,
/// one that was interrupted goes on: none is trained twice.
/// </summary>
public interface IChildTrainer
{
    /// <summary>Trains a child to its end. One that fails has an outcome that says why.</summary>
    /// <exception cref="Steps.StepStoppedException">A stop was asked for; the child goes on when it is asked for again.</exception>
    Task<ChildOutcome> TrainAsync(ChildOrder order);

    /// <summary>The same, of which somebody says while it runs whether it is hopeless.</summary>
    /// <param name="order">Which training.</param>
    /// <param name="stop">Says it; null where nobody does.</param>
    Task<ChildOutcome> TrainAsync(ChildOrder order, IStopRule? stop) => TrainAsync(order);

    /// <summary>How many children beyond those that are proposed are worth saying: those that will be asked for whatever the ones before
    /// them come to. 0 where children are trained one after the other.</summary>
    int Ahead => 0;

    /// <summary>Says which children will be asked for next, in this order, so that they can be begun at once. Nothing follows from it but
    /// time.</summary>
    void Expect(IReadOnlyList<ExpectedChild> children)
    {
    }

    /// <summary>Ends what was begun and never asked for, and comes back when nothing of it runs any more: the search is at its end, or
    /// rests. It is called once, and nothing is trained after it: what the trainer holds it gives back then.</summary>
    Task EndAsync() => Task.CompletedTask;
}
