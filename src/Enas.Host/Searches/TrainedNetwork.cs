using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Host.Searches;

/// <summary>What the checkpoints of a final training say of its network, without its data.</summary>
internal static class TrainedNetwork
{
    private const string Weights = "weights/";

    // As the graph of convolutional cells names the head that only training has, which published numbers leave out.
    private const string Auxiliary = Weights + "micro/auxiliary";

    /// <summary>Parameters of the network; null while there is no checkpoint, and where none can be read.</summary>
    public static async Task<long?> ParametersAsync(RecordedSearch training)
    {
        var store = new SafetensorsCheckpointStore(training.Folder);
        foreach (var saved in training.State.Checkpoints.Reverse())
        {
            if (await TryReadAsync(store, saved.Reference) is { } checkpoint)
            {
                return checkpoint.Tensors
                    .Where(tensor => tensor.Name.StartsWith(Weights, StringComparison.Ordinal)
                        && !tensor.Name.StartsWith(Auxiliary, StringComparison.Ordinal))
                    .Sum(tensor => tensor.Shape.Aggregate(1L, (product, length) => product * length));
            }
        }

        return null;
    }

    private static async Task<Checkpoint?> TryReadAsync(SafetensorsCheckpointStore store, CheckpointReference reference)
    {
        try
        {
            return await store.TryReadAsync(reference, CancellationToken.None);
        }
        catch (LogUnavailableException)
        {
            return null; // A cache that cannot be read; the log says all but this number.
        }
    }
}
