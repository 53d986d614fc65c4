using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Drawing;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Images;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>Whole convolutional networks, trained on images.</summary>
internal sealed class MacroCnnModule : ImageSpaceModule, ISpaceModule, IOpenOperations
{
    /// <summary>p (1 - p) of a bit that is as likely as not.</summary>
    private const double EvenOdds = 0.25;

    /// <summary>What rewards pulled with at most, by accuracies with shared weights on Fashion-MNIST.</summary>
    private const double WorthOfSkip = 0.005;

    /// <inheritdoc />
    public override string Kind => MacroCnnSpace.Name;

    /// <inheritdoc />
    public override IReadOnlyList<Preset> Presets => MacroCnnPresets.All;

    /// <inheritdoc />
    /// <remarks>The penalty is the mean over the layers that have bits. Its gradient for the log-odds of a bit whose probability is p is
    /// the weight of a layer times p (1 - p) times how far the log-odds are from the target's; no noise is in it.</remarks>
    public override IEnumerable<string> PolicyWarningsOf(JobOptions job)
    {
        var (weight, target) = (job.Policy.SkipWeight, job.Policy.SkipTarget);
        var pullOfOne = EvenOdds * Math.Abs(ExactMath.Log(target / (1 - target))) / (job.Space.Layers - 1);
        if (weight * pullOfOne > WorthOfSkip)
        {
            yield return $"policy.skipWeight = {CanonicalJson.Number(weight)} pulls each skip that is as likely as not towards "
                + $"policy.skipTarget with {Rounded(weight * pullOfOne)} for each unit of its log-odds, and rewards pull with about "
                + $"0.002 to {Rounded(WorthOfSkip)}: the penalty outweighs the reward; "
                + $"use {Rounded(Math.Floor(100 * WorthOfSkip / pullOfOne) / 100)} or less, or a skipTarget of 0.5";
        }
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Dialects => MacroCnnDialects.Names;

    /// <inheritdoc />
    /// <remarks>24 layers over four operations, so the search script's space does not hold it (docs/algorithms.md#macro-space).</remarks>
    public override IReadOnlyList<PublishedArchitecture> Published { get; } =
    [
        new(
            "enas-macro",
            MacroCnnSpace.Name,
            "0 3 0 0 1 0 2 0 0 1 2 0 0 0 0 3 1 1 0 1 0 2 0 0 0 0 0 1 2 0 1 1 0 1 1 1 1 0 1 1 1 0 1 0 1 " +
            "0 0 0 0 0 0 0 0 0 0 2 0 0 0 0 0 1 0 0 0 0 0 1 0 0 1 1 0 0 0 0 1 1 2 0 1 0 0 0 0 0 1 0 1 1 0 1 0 0 1 0 0 0 1 1 1 0 1 0 1 " +
            "0 1 1 0 1 0 1 0 0 0 0 0 1 0 0 2 0 0 1 0 0 0 0 0 0 0 1 0 1 0 1 2 0 1 "
                + "0 0 0 1 0 0 1 1 1 1 0 0 1 0 2 0 0 0 0 1 0 1 0 1 0 0 1 0 1 0 0 1 " +
            "3 0 1 1 0 1 0 0 0 0 0 1 0 1 0 1 0 0 0 3 0 1 1 0 0 0 0 0 0 0 0 0 1 1 0 0 0 0 1 0 1 0 0 1 0 1 1 0 0 0 1 0 0 0 0 0 1 1 0 0 " +
            "3 0 1 0 1 1 0 0 1 0 1 1 0 1 1 0 1 0 0 1 0 0 0 1 0 1 0 1 0 0 0 0 0 0 "
                + "0 0 1 0 1 0 0 1 0 0 0 0 1 1 0 0 0 1 1 1 0 1 0 0 0 1 0 1 0 0 1 1 0 0 0",
            "melodyguan/enas, scripts/cifar10_macro_final.sh"),
    ];

    /// <inheritdoc />
    public override SearchSpace? ReferenceSpace => new MacroCnnSpace(12, [.. MacroOperationNames.All.Select(MacroOperationNames.Parse)]);

    /// <inheritdoc />
    public override IReadOnlyList<ReferenceArchitecture> References(SearchSpace space) => MacroReferences.Of((MacroCnnSpace)space);

    /// <inheritdoc />
    protected override string TemplateName => "cifar10-macro";

    /// <inheritdoc />
    public override IReadOnlyList<JobOption> Options(TableContext context) => MacroCnnRows.Of(context);

    /// <inheritdoc />
    public void AddOperation(ImageOperation operation) => MacroOperationNames.List.Add(operation);

    /// <inheritdoc />
    public override SearchSpace Create(JobOptions job) =>
        new MacroCnnSpace(job.Space.Layers, [.. job.Space.Operations.Select(MacroOperationNames.Parse)]);

    /// <inheritdoc />
    public override bool Recognises(string dialect, string text) =>
        dialect == MacroCnnDialects.Katib || (dialect == Spaces.Dialects.Official && MacroCnnDialects.AreLayers(text));

    /// <inheritdoc />
    public override Architecture Parse(SearchSpace space, string dialect, string text) =>
        space.Parse(MacroCnnDialects.Canonical(dialect, text));

    /// <inheritdoc />
    public IArchitecturePicture PictureOf(SearchSpace space, Architecture architecture) =>
        new MacroPicture(((MacroCnnSpace)space).Network(architecture), architecture.Tokens);

    /// <inheritdoc />
    public IArchitecturePicture PictureOf(SearchSpace space, Architecture architecture, JobOptions job) =>
        new MacroPicture(((MacroCnnSpace)space).Network(architecture), architecture.Tokens)
        {
            Widths = job.Train.ImageNetwork is { } network ? new MacroWidths(network.Filters, network.ReductionWidening) : null,
        };

    /// <inheritdoc />
    public IArchitecturePicture PictureOfText(string dialect, string text)
    {
        var tokens = MacroCnnDialects.Canonical(dialect, text);
        var space = new MacroCnnSpace(
            MacroCnnDialects.LayerCount(tokens), [.. MacroOperationNames.All.Select(MacroOperationNames.Parse)]);
        return PictureOf(space, space.Parse(tokens));
    }

    private static string Rounded(double value) => Math.Round(value, 4).ToString(CultureInfo.InvariantCulture);
}
