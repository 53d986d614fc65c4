using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>The weights of a recurrent network in a checkpoint, with the hidden state that training carries from
/// window to window.</summary>
internal static class RecurrentState
{
    private const string WeightPrefix = "weights/";
    private const string HiddenName = "state/hidden";

    /// <summary>Saves both.</summary>
    public static void Save(CheckpointSection to, WeightStore weights, float[] carried, RecurrentNetworkOptions options)
    {
        to.Add(weights.Export(WeightPrefix));
        to.Add(new CheckpointTensor(HiddenName, [options.BatchSize, options.Hidden], carried.ToArray()));
    }

    /// <summary>Restores both.</summary>
    public static void Load(CheckpointSection from, WeightStore weights, float[] carried)
    {
        weights.Import(WeightPrefix, from.Tensors);
        from.Tensor(HiddenName).Values.Span.CopyTo(carried);
    }
}
