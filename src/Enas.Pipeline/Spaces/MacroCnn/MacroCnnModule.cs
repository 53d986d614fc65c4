using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Images;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>Whole convolutional networks, trained on images.</summary>
public sealed class MacroCnnModule : ImageSpaceModule
{
    /// <inheritdoc />
    public override string Kind => MacroCnnSpace.Name;

    /// <inheritdoc />
    public override IReadOnlyList<Preset> Presets => MacroCnnPresets.All;

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
    public override SearchSpace Create(JobOptions job) =>
        new MacroCnnSpace(job.Space.Layers, [.. job.Space.Operations.Select(MacroOperationNames.Parse)]);

    /// <inheritdoc />
    public override bool Recognises(string dialect, string text) =>
        dialect == MacroCnnDialects.Katib || (dialect == Spaces.Dialects.Official && MacroCnnDialects.AreLayers(text));

    /// <inheritdoc />
    public override Architecture Parse(SearchSpace space, string dialect, string text) =>
        space.Parse(MacroCnnDialects.Canonical(dialect, text));
}
