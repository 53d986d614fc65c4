using Enas.Pipeline.Architectures;
using Enas.Pipeline.Drawing;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Spaces.Outside;

/// <summary>
/// A space of networks whose architectures are evaluated outside of Enas: the same architectures, with the space's own options and those of
/// its policy, and none of the data and trainings that Enas has for it.
/// </summary>
/// <param name="networks">The module of the space.</param>
internal sealed class OutsideModule(ISpaceModule networks) : ISpaceModule
{
    /// <summary>The task: programs have the data.</summary>
    public const string Program = "program";

    private const string OfSpace = "space.";
    private const string OfPolicy = "policy.";

    /// <inheritdoc />
    public string Kind => networks.Kind;

    /// <inheritdoc />
    public Measure Measure => Measure.Accuracy;

    /// <inheritdoc />
    public string Task => Program;

    /// <inheritdoc />
    public IReadOnlyList<string> DataKinds { get; } = [DataKindNames.None];

    /// <inheritdoc />
    public bool HasSharedWeights => false;

    /// <inheritdoc />
    public bool CanTrainChildren => true;

    /// <inheritdoc />
    public bool HasSaidCosts => true;

    /// <inheritdoc />
    public string DataWords => "nothing: the program has the data";

    /// <inheritdoc />
    public IReadOnlyList<Preset> Presets => OutsideRows.Presets;

    /// <inheritdoc />
    public IReadOnlyList<JobRule> Rules { get; } =
    [
        .. networks.Rules.Where(rule => rule.Keys.All(key => key.StartsWith(OfSpace, StringComparison.Ordinal))),
        .. OutsideRules.Of(networks.Create),
    ];

    /// <inheritdoc />
    public IReadOnlyList<string> Dialects => networks.Dialects;

    /// <summary>Whether a strategy can search what somebody outside evaluates: it must do without shared weights, and without what
    /// MnasNet's reward needs beside the measure, which is known of networks alone.</summary>
    public static bool CanBeSearched(IStrategyKind strategy) => !strategy.LooksAtCosts
        && (strategy.Needs & (StrategyNeeds.SharedWeights | StrategyNeeds.Mixtures)) == StrategyNeeds.None;

    /// <summary>What the architectures of a job are judged by, in its own words.</summary>
    public static Measure Measured(JobOptions job) => Measure.Custom(
        job.Evaluator.Measure, job.Evaluator.IsLowerBetter ? MeasureDirection.Lower : MeasureDirection.Higher, job.Evaluator.Worst);

    /// <inheritdoc />
    public bool CanBeSearchedBy(IStrategyKind strategy) => CanBeSearched(strategy);

    /// <inheritdoc />
    public Measure MeasureOf(JobOptions job) => Measured(job);

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(JobOptions job) => OutsideRows.WarningsOf(job);

    /// <inheritdoc />
    public IEnumerable<string> PolicyWarningsOf(JobOptions job) => networks.PolicyWarningsOf(job);

    /// <inheritdoc />
    public IReadOnlyList<JobOption> Options(TableContext context)
    {
        // What the space says of itself and of its policy under the same strategy.
        var all = networks.Options(context with { Space = networks });
        return OutsideRows.Of(context, Of(all, OfSpace, "space.kind"), Of(all, OfPolicy));
    }

    /// <inheritdoc />
    public SearchSpace Create(JobOptions job) => networks.Create(job);

    /// <inheritdoc />
    public SearchSpace OfText(string text) => networks.OfText(text);

    /// <inheritdoc />
    public Architecture Parse(SearchSpace space, string dialect, string text) => networks.Parse(space, dialect, text);

    /// <inheritdoc />
    public IArchitecturePicture PictureOf(SearchSpace space, Architecture architecture) => networks.PictureOf(space, architecture);

    /// <inheritdoc />
    public IArchitecturePicture PictureOfText(string dialect, string text) => networks.PictureOfText(dialect, text);

    private static JobOption[] Of(IReadOnlyList<JobOption> all, string section, string? but = null) =>
        [.. all.Where(option => option.Key.StartsWith(section, StringComparison.Ordinal) && option.Key != but)];
}
