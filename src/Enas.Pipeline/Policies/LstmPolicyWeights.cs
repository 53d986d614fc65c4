using Enas.Pipeline.Architectures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Policies;

/// <summary>
/// The LSTM policy's weights by key. The only bias is the micro space's learned one on its operations. At hidden 100 and four activations
/// the recurrent cell's policy has 101,000 parameters; at hidden 64 the macro one has 41,856 with six operations and the micro one 41,733
/// with five (docs/algorithms.md#parameter-counts).
/// </summary>
internal sealed class LstmPolicyWeights
{
    public LstmPolicyWeights(WeightStore store, SearchSpace space, PolicyOptions options)
    {
        var h = options.Hidden;
        var shape = LstmPolicyShape.Of(space, options);
        var (name, count) = (shape.ChoiceName, shape.ChoiceCount);
        FirstInput = Add(store, "policy/first-input", [1, h], options);
        Lstm = Add(store, "policy/lstm/w", [2 * h, 4 * h], options);
        OptionEmbedding = Add(store, $"policy/{name}/embedding", [count, h], options);
        OptionWeight = shape.IsTied ? null : Add(store, $"policy/{name}/w", [h, count], options);
        OptionBias = shape.InitialBias is { } values ? AddBias(store, name, values) : null;
        if (shape.HasAttention)
        {
            AttentionKey = Add(store, "policy/attention/w1", [h, h], options);
            AttentionQuery = Add(store, "policy/attention/w2", [h, h], options);
            AttentionScore = Add(store, "policy/attention/v", [h, 1], options);
        }
    }

    public List<KeyValuePair<string, Tensor>> All { get; } = [];

    public Tensor FirstInput { get; }

    public Tensor Lstm { get; }

    /// <summary>The next input after an activation or operation was chosen, [options, H].</summary>
    public Tensor OptionEmbedding { get; }

    /// <summary>W_soft [H, options], null where the embedding serves.</summary>
    public Tensor? OptionWeight { get; }

    /// <summary>b_soft [1, options] of the micro space, else null.</summary>
    public Tensor? OptionBias { get; }

    /// <summary>Null, as the two below, where the walk chooses nothing by attention.</summary>
    public Tensor? AttentionKey { get; }

    public Tensor? AttentionQuery { get; }

    public Tensor? AttentionScore { get; }

    /// <summary>Number of parameters without instantiating them.</summary>
    public static long Count(SearchSpace space, PolicyOptions options)
    {
        long h = options.Hidden;
        var shape = LstmPolicyShape.Of(space, options);
        var optionRows = shape.IsTied ? 1 : 2;
        return h + (2 * h * 4 * h) + (optionRows * h * shape.ChoiceCount)
            + (shape.InitialBias?.Count ?? 0) + (shape.HasAttention ? (2 * h * h) + h : 0);
    }

    private Tensor Add(WeightStore store, string key, ReadOnlySpan<int> shape, PolicyOptions options)
    {
        var weight = store.Get(key, new TensorShape(shape), options.InitRange);
        All.Add(new(key, weight));
        return weight;
    }

    private Tensor AddBias(WeightStore store, string name, IReadOnlyList<float> values)
    {
        var key = $"policy/{name}/b";
        var bias = store.GetValues(key, new TensorShape(1, values.Count), [.. values]);
        All.Add(new(key, bias));
        return bias;
    }
}
