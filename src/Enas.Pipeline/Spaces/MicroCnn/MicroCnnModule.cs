using Enas.Pipeline.Architectures;
using Enas.Pipeline.Drawing;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Images;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>Convolutional cells, trained on images.</summary>
internal sealed class MicroCnnModule : ImageSpaceModule, ISpaceModule, IOpenOperations
{
    private const double FlatSquashing = 5;

    /// <inheritdoc />
    public override string Kind => MicroCnnSpace.Name;

    /// <inheritdoc />
    public override IReadOnlyList<Preset> Presets => MicroCnnPresets.All;

    /// <inheritdoc />
    public override IReadOnlyList<JobRule> Rules { get; } =
    [
        .. ImageRules.All,
        new(["child.layers"], job => job.Child.Layers is 1 or 2 or > 256
            ? $"= {job.Child.Layers} is no number of cells: two of L + 2 are reductions; allowed: 0, or 3 to 256" : null),
        new(["sharedWeights.looseEnds"], job => job.ImageWeights!.LooseEnds == LooseEndMerges.Concatenate
            ? $"= \"{LooseEndMerges.Concatenate}\" gives each architecture an output of its own width, for which no weights can be shared; "
                + $"use \"{LooseEndMerges.Project}\" (train.network can concatenate)"
            : null),
    ];

    /// <inheritdoc />
    /// <remarks>Above 5 the derivative of the squashing is below 2e-4, and above 9 it is exactly 0 in float32: the released code's 10 has a
    /// dead gradient (docs/decisions/0015-image-jobs.md).</remarks>
    public override IEnumerable<string> PolicyWarningsOf(JobOptions job)
    {
        var (bias, temperature) = (job.Policy.ConvolutionBias, job.Policy.Temperature);
        if (job.Policy.TanhConstant > 0 && Math.Abs(bias) / temperature > FlatSquashing)
        {
            yield return $"policy.convolutionBias = {CanonicalJson.Number(bias)} "
                + $"at policy.temperature = {CanonicalJson.Number(temperature)}: the tanh that squashes logits is flat there, "
                + "so the logits of the separable convolutions never learn: "
                + "the policy can neither avoid these operations nor prefer one of them; "
                + "use 1 or less, policy.convolutionPrior prefers convolutions without that";
        }
    }

    /// <inheritdoc />
    public override bool IsForFolders => true;

    /// <inheritdoc />
    public override IReadOnlyList<string> Dialects => MicroCnnDialects.Names;

    /// <inheritdoc />
    public override IReadOnlyList<PublishedArchitecture> Published { get; } =
    [
        new(
            "enas-micro",
            MicroCnnSpace.Name,
            "0 2 0 0 0 4 0 1 0 4 1 1 1 0 0 1 0 2 1 1 / 1 0 1 0 0 3 0 2 1 1 3 1 1 0 0 4 0 3 1 1",
            "melodyguan/enas, scripts/cifar10_micro_final.sh"),
    ];

    /// <inheritdoc />
    public override SearchSpace? ReferenceSpace => new MicroCnnSpace(5, [.. MicroOperationNames.All.Select(MicroOperationNames.Parse)]);

    /// <inheritdoc />
    public override IReadOnlyList<ReferenceArchitecture> References(SearchSpace space) => MicroReferences.Of((MicroCnnSpace)space);

    /// <inheritdoc />
    protected override string TemplateName => "cifar10-micro";

    /// <inheritdoc />
    public override IReadOnlyList<JobOption> Options(TableContext context) => MicroCnnRows.Of(context);

    /// <inheritdoc />
    public void AddOperation(ImageOperation operation) => MicroOperationNames.List.Add(operation);

    /// <inheritdoc />
    public override SearchSpace Create(JobOptions job) =>
        new MicroCnnSpace(job.Space.Nodes, [.. job.Space.Operations.Select(MicroOperationNames.Parse)]);

    /// <inheritdoc />
    public override bool Recognises(string dialect, string text) =>
        MicroCnnDialects.IsOfCells(dialect, text);

    /// <inheritdoc />
    public override Architecture Parse(SearchSpace space, string dialect, string text) =>
        ((MicroCnnSpace)space).FromNetwork(MicroCnnDialects.Parse(dialect, text));

    /// <inheritdoc />
    public IArchitecturePicture PictureOf(SearchSpace space, Architecture architecture) =>
        new MicroPicture(((MicroCnnSpace)space).Network(architecture), architecture.Tokens);

    /// <inheritdoc />
    /// <remarks>The title is the canonical token string, which says nothing of a concat: the picture does.</remarks>
    public IArchitecturePicture PictureOfText(string dialect, string text)
    {
        var network = MicroCnnDialects.Parse(dialect, text);
        var space = new MicroCnnSpace(network.Normal.Nodes.Count, [.. MicroOperationNames.All.Select(MicroOperationNames.Parse)]);
        var plain = new MicroNetwork(new MicroCell(network.Normal.Nodes), new MicroCell(network.Reduction.Nodes));
        return new MicroPicture(network, space.FromNetwork(plain).Tokens);
    }
}
