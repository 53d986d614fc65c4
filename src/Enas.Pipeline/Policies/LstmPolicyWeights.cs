using Enas.Pipeline.Jobs;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Policies;

/// <summary>
/// The LSTM policy's weights by key. The only bias is the micro space's learned one on its operations. At hidden 100 and four activations the
/// recurrent cell's policy has 101,000 parameters; at hidden 64 the macro one has 41,856 with six operations and the micro one 41,733 with
/// five (algorithms dossier 9).
/// </summary>
internal sealed class LstmPolicyWeights
{
    public LstmPolicyWeights(WeightStore store, SearchSpace space, PolicyOptions options)
    {
        var h = options.Hidden;
        var (name, count) = ChoiceOf(space);
        FirstInput = Add(store, "policy/first-input", [1, h], options);
        Lstm = Add(store, "policy/lstm/w", [2 * h, 4 * h], options);
        OptionEmbedding = Add(store, $"policy/{name}/embedding", [count, h], options);
        OptionWeight = IsTied(space, options) ? null : Add(store, $"policy/{name}/w", [h, count], options);
        OptionBias = space is MicroCnnSpace micro ? AddBias(store, micro, options) : null;
        if (HasAttention(space))
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
        var count = ChoiceOf(space).Count;
        var optionRows = IsTied(space, options) ? 1 : 2;
        return h + (2 * h * 4 * h) + (optionRows * h * count) + (space is MicroCnnSpace ? count : 0) + (HasAttention(space) ? (2 * h * h) + h : 0);
    }

    /// <summary>Whether the micro policy's biases favour an operation.</summary>
    public static bool IsConvolution(MicroOperation operation) => operation is MicroOperation.SeparableConvolution3 or MicroOperation.SeparableConvolution5;

    private static (string Name, int Count) ChoiceOf(SearchSpace space) => space switch
    {
        RnnCellSpace cells => ("activation", cells.Activations.Count),
        MacroCnnSpace networks => ("operation", networks.Operations.Count),
        MicroCnnSpace cells => ("operation", cells.Operations.Count),
        _ => ("option", space.Decisions.Sum(decision => decision.OptionCount)),
    };

    private static bool HasAttention(SearchSpace space) => space is RnnCellSpace or MacroCnnSpace or MicroCnnSpace;

    private static bool IsTied(SearchSpace space, PolicyOptions options) => space is RnnCellSpace && options.TiedActivations;

    private Tensor Add(WeightStore store, string key, ReadOnlySpan<int> shape, PolicyOptions options)
    {
        var weight = store.Get(key, new TensorShape(shape), options.InitRange);
        All.Add(new(key, weight));
        return weight;
    }

    private Tensor AddBias(WeightStore store, MicroCnnSpace space, PolicyOptions options)
    {
        var values = space.Operations.Select(operation => IsConvolution(operation) ? (float)options.ConvolutionBias : 0);
        var bias = store.GetValues("policy/operation/b", new TensorShape(1, space.Operations.Count), [.. values]);
        All.Add(new("policy/operation/b", bias));
        return bias;
    }
}
