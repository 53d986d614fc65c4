using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>What a language model's cell is given for one window.</summary>
/// <param name="Window">The tokens: time steps and batch.</param>
/// <param name="Input">Embedded words [T·B, H], dropout applied.</param>
/// <param name="InitialState">h_{-1} [B, H], a constant.</param>
/// <param name="HiddenMask">The variational mask [B, H], or null.</param>
internal sealed record RecurrentRun(TokenBatch Window, Tensor Input, Tensor InitialState, Tensor? HiddenMask);

/// <summary>The weights of a language model with a cell of some kind, and the cell itself: one architecture's, or a mixture of
/// all.</summary>
internal abstract class RecurrentBody
{
    private readonly List<Tensor> _all = [];
    private readonly WeightStore _store;

    /// <summary>The weights around the cell; the cell adds its own.</summary>
    protected RecurrentBody(WeightStore store, RecurrentNetworkOptions options, int vocabularySize)
    {
        (_store, Options) = (store, options);
        Embedding = Add(RecurrentWeightKeys.Embedding, new TensorShape(vocabularySize, options.Hidden));
        Decoder = options.TiedDecoder ? Embedding
            : Add(RecurrentWeightKeys.Decoder, new TensorShape(vocabularySize, options.Hidden));
        DecoderBias = options.DecoderBias ? AddConstant(RecurrentWeightKeys.DecoderBias, vocabularySize, 0) : null;
    }

    /// <summary>All of them, each once, in a fixed order.</summary>
    public IReadOnlyList<Tensor> All => _all;

    public Tensor Embedding { get; }

    public Tensor Decoder { get; }

    public Tensor? DecoderBias { get; }

    public Tensor? AverageGamma { get; private set; }

    public Tensor? AverageBeta { get; private set; }

    public IReadOnlyList<Tensor> NodeGammas { get; private set; } = [];

    public IReadOnlyList<Tensor> NodeBetas { get; private set; } = [];

    protected RecurrentNetworkOptions Options { get; }

    /// <summary>The shape of a product's weight: gate half first.</summary>
    protected TensorShape Product => new(Options.Hidden, 2 * Options.Hidden);

    /// <summary>The states of all time steps [T·B, H].</summary>
    public abstract Tensor Run(IStepScope scope, RecurrentRun run);

    /// <summary>The weights of the norms, behind all others.</summary>
    protected void AddNorms(int nodeCount)
    {
        var h = Options.Hidden;
        if (Options.BatchNorm != "none")
        {
            AverageGamma = AddConstant(RecurrentWeightKeys.AverageGamma, h, 1);
            AverageBeta = AddConstant(RecurrentWeightKeys.AverageBeta, h, 0);
        }

        if (Options.BatchNorm == "nodes-and-average")
        {
            NodeGammas = [.. Enumerable.Range(0, nodeCount)
                .Select(node => AddConstant(RecurrentWeightKeys.NodeNorm(node, "gamma"), 2 * h, 1))];
            NodeBetas = [.. Enumerable.Range(0, nodeCount)
                .Select(node => AddConstant(RecurrentWeightKeys.NodeNorm(node, "beta"), 2 * h, 0))];
        }
    }

    /// <summary>The weight of a key, in the list once.</summary>
    protected Tensor Add(string key, TensorShape shape) => Added(_store.Get(key, shape, Options.InitRange));

    private Tensor AddConstant(string key, int width, float value) => Added(_store.GetConstant(key, new TensorShape(1, width), value));

    private Tensor Added(Tensor weight)
    {
        if (!_all.Exists(known => ReferenceEquals(known, weight)))
        {
            _all.Add(weight);
        }

        return weight;
    }
}
