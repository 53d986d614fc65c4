using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>The weights that one cell uses, and only those: gate half first, [H, 2H] per product.</summary>
internal sealed class RecurrentWeights : RecurrentBody
{
    private readonly RnnCellSpace _space;
    private readonly RecurrentCell _cell;

    public RecurrentWeights(WeightStore store, RecurrentNetworkOptions options, RnnCellSpace space, RecurrentCell cell, int vocabularySize)
        : base(store, options, vocabularySize)
    {
        (_space, _cell) = (space, cell);
        Input = Add(RecurrentWeightKeys.First("x", options.Sharing, cell.Activations[0]), Product);
        State = Add(RecurrentWeightKeys.First("h", options.Sharing, cell.Activations[0]), Product);
        Nodes = [.. Enumerable.Range(1, cell.NodeCount - 1).Select(node =>
            Add(RecurrentWeightKeys.Edge(node, cell.Sources[node], options.Sharing, cell.Activations[node]), Product))];
        AddNorms(cell.NodeCount);
    }

    public Tensor Input { get; }

    public Tensor State { get; }

    public IReadOnlyList<Tensor> Nodes { get; }

    /// <inheritdoc />
    public override Tensor Run(IStepScope scope, RecurrentRun run) => scope.RecurrentCell(new RecurrentCellInputs
    {
        TimeSteps = run.Window.TimeSteps,
        Batch = run.Window.Batch,
        Sources = _cell.Sources,
        Activations = _cell.Activations,
        OutputNodes = _space.OutputNodes(_cell),
        Input = run.Input,
        InitialState = run.InitialState,
        InputWeight = Input,
        StateWeight = State,
        NodeWeights = Nodes,
        HiddenMask = run.HiddenMask,
        BatchNormGamma = AverageGamma,
        BatchNormBeta = AverageBeta,
        BatchNormEpsilon = (float)Options.BatchNormEpsilon,
        NodeBatchNormGammas = NodeGammas,
        NodeBatchNormBetas = NodeBetas,
        HiddenNormLimit = Options.HiddenNormLimit > 0 ? (float)Options.HiddenNormLimit : null,
    });
}
