using System.Text.Json.Serialization;

namespace Enas.Pipeline.Options;

/// <summary>How the result is chosen.</summary>
public sealed record DeriveOptions
{
    /// <summary>Candidates that the strategy names at the end.</summary>
    public required int Candidates { get; init; }

    /// <summary>Uniform candidates beside them; 0 for as many.</summary>
    public int Uniform { get; init; }

    /// <summary>Streams that the validation set is split into when a candidate is scored, or images of a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Images, or windows, of the validation set that all candidates are screened on; 0 for no screening.</summary>
    public int ScreenItems { get; init; }

    /// <summary>The best of the screening, which are scored on more of the set; 0 for no such stage.</summary>
    public int Refine { get; init; }

    /// <summary>Images, or windows, that these are scored on.</summary>
    public int RefineItems { get; init; }

    /// <summary>The best of these, which are scored on the whole set; 0 for all that are left.</summary>
    public int WholeSet { get; init; }

    /// <summary>Checkpoints that a candidate's score is the mean over: the weights at the end, and those at the ends of the rounds
    /// before; 1 for the end alone.</summary>
    public int Checkpoints { get; init; } = 1;

    /// <summary>Images: statistics that batch norm uses when a candidate is scored, <see cref="AsRewards"/> or one of
    /// <see cref="BatchNormPolicies"/>.</summary>
    public string BatchNorm { get; init; } = AsRewards;

    /// <summary>Images: whether the batches of the whole set differ in size by one at most, instead of a last one that may be
    /// small.</summary>
    public bool EvenBatches { get; init; }

    /// <summary>See <see cref="DeriveRules"/>.</summary>
    public required string Rule { get; init; }

    /// <summary>Who can be chosen where nothing is staged: <see cref="AmongPolicy"/> or <see cref="AmongAll"/>.</summary>
    public string Among { get; init; } = AmongPolicy;

    /// <summary>Those that rewards use, as the first searches.</summary>
    public const string AsRewards = "as-rewards";

    /// <summary>The strategy's candidates alone, as the first searches.</summary>
    public const string AmongPolicy = "policy";

    /// <summary>Every candidate that was scored, the uniform ones too.</summary>
    public const string AmongAll = "all";

    /// <summary>Whether candidates are screened first.</summary>
    [JsonIgnore]
    public bool IsStaged => ScreenItems > 0;

    /// <summary>How many uniform candidates are scored.</summary>
    [JsonIgnore]
    public int UniformCount => Uniform == 0 ? Candidates : Uniform;
}
