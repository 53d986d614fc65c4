using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>The weights that one cell uses, and only those: gate half first, [H, 2H] per product.</summary>
internal sealed class RecurrentWeights
{
    private readonly List<Tensor> _all = [];
    private readonly WeightStore _store;
    private readonly RecurrentNetworkOptions _options;

    public RecurrentWeights(WeightStore store, RecurrentNetworkOptions options, RecurrentCell cell, int vocabularySize)
    {
        _store = store;
        _options = options;
        var h = options.Hidden;
        var product = new TensorShape(h, 2 * h);
        Embedding = Add(RecurrentWeightKeys.Embedding, new TensorShape(vocabularySize, h));
        Decoder = options.TiedDecoder ? Embedding : Add(RecurrentWeightKeys.Decoder, new TensorShape(vocabularySize, h));
        DecoderBias = options.DecoderBias ? AddConstant(RecurrentWeightKeys.DecoderBias, vocabularySize, 0) : null;
        Input = Add(RecurrentWeightKeys.First("x", options.Sharing, cell.Activations[0]), product);
        State = Add(RecurrentWeightKeys.First("h", options.Sharing, cell.Activations[0]), product);
        Nodes = [.. Enumerable.Range(1, cell.NodeCount - 1).Select(node =>
            Add(RecurrentWeightKeys.Edge(node, cell.Sources[node], options.Sharing, cell.Activations[node]), product))];
        if (options.BatchNorm != "none")
        {
            AverageGamma = AddConstant(RecurrentWeightKeys.AverageGamma, h, 1);
            AverageBeta = AddConstant(RecurrentWeightKeys.AverageBeta, h, 0);
        }

        if (options.BatchNorm == "nodes-and-average")
        {
            NodeGammas = [.. Enumerable.Range(0, cell.NodeCount)
                .Select(node => AddConstant(RecurrentWeightKeys.NodeNorm(node, "gamma"), 2 * h, 1))];
            NodeBetas = [.. Enumerable.Range(0, cell.NodeCount)
                .Select(node => AddConstant(RecurrentWeightKeys.NodeNorm(node, "beta"), 2 * h, 0))];
        }
    }

    /// <summary>All of them, each once, in a fixed order.</summary>
    public IReadOnlyList<Tensor> All => _all;

    public Tensor Embedding { get; }

    public Tensor Decoder { get; }

    public Tensor? DecoderBias { get; }

    public Tensor Input { get; }

    public Tensor State { get; }

    public IReadOnlyList<Tensor> Nodes { get; }

    public Tensor? AverageGamma { get; }

    public Tensor? AverageBeta { get; }

    public IReadOnlyList<Tensor> NodeGammas { get; } = [];

    public IReadOnlyList<Tensor> NodeBetas { get; } = [];

    private Tensor Add(string key, TensorShape shape) => Added(_store.Get(key, shape, _options.InitRange));

    private Tensor AddConstant(string key, int width, float value) => Added(_store.GetConstant(key, new TensorShape(1, width), value));

    private Tensor Added(Tensor weight)
    {
        _all.Add(weight);
        return weight;
    }
}
