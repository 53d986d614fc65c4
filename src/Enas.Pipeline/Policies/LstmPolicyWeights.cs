using Enas.Pipeline.Jobs;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Policies;

/// <summary>The LSTM policy's weights by key; no biases anywhere, so 101,000 parameters at hidden 100 and four activations.</summary>
internal sealed class LstmPolicyWeights
{
    public LstmPolicyWeights(WeightStore store, PolicyOptions options, int activationCount)
    {
        var h = options.Hidden;
        FirstInput = Add(store, "policy/first-input", [1, h], options);
        Lstm = Add(store, "policy/lstm/w", [2 * h, 4 * h], options);
        ActivationEmbedding = Add(store, "policy/activation/embedding", [activationCount, h], options);
        ActivationWeight = options.TiedActivations ? null : Add(store, "policy/activation/w", [h, activationCount], options);
        AttentionKey = Add(store, "policy/attention/w1", [h, h], options);
        AttentionQuery = Add(store, "policy/attention/w2", [h, h], options);
        AttentionScore = Add(store, "policy/attention/v", [h, 1], options);
    }

    public List<KeyValuePair<string, Tensor>> All { get; } = [];

    public Tensor FirstInput { get; }

    public Tensor Lstm { get; }

    public Tensor ActivationEmbedding { get; }

    public Tensor? ActivationWeight { get; }

    public Tensor AttentionKey { get; }

    public Tensor AttentionQuery { get; }

    public Tensor AttentionScore { get; }

    /// <summary>Number of parameters without instantiating them.</summary>
    public static long Count(RnnCellSpace space, PolicyOptions options)
    {
        long h = options.Hidden;
        var activationRows = options.TiedActivations ? 1 : 2;
        return h + (2 * h * 4 * h) + (activationRows * h * space.Activations.Count) + (2 * h * h) + h;
    }

    private Tensor Add(WeightStore store, string key, ReadOnlySpan<int> shape, PolicyOptions options)
    {
        var weight = store.Get(key, new TensorShape(shape), options.InitRange);
        All.Add(new(key, weight));
        return weight;
    }
}
