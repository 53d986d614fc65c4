using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Training;

/// <summary>The job of an architecture that a search trains alone: as its final training, except for what <c>child</c> says.</summary>
internal static class ChildJob
{
    // A rung can be shorter than the warm-up that the final training has.
    private const int LeastStepsOfAWarmUpStep = 4;

    /// <summary>The job of a child. Its data are the search's: only weights and the order of the data have a seed of their own.</summary>
    /// <param name="order">Which child.</param>
    /// <param name="steps">Steps of its training.</param>
    /// <exception cref="OverflowException">The seed of the data is larger than a job can say.</exception>
    public static JobOptions Of(JobOptions search, ChildOrder order, long steps) => search with
    {
        Origin = JobOrigins.Train,
        Seed = order.Seed,
        Data = search.Data with { Seed = checked((long)search.DataSeed) },
        Checkpoint = search.Checkpoint with { Keep = 1 },
        Train = search.Train with
        {
            Steps = checked((int)steps),
            Test = search.Train.Test && search.Child.Test,
            Network = search.Train.Network with
            {
                Hidden = Or(search.Child.Hidden, search.Train.Network.Hidden),
                WarmUpSteps = WarmUp(search.Train.Network.WarmUpSteps, steps),
            },
            ImageNetwork = search.Train.ImageNetwork is not { } network ? null : network with
            {
                Filters = Or(search.Child.Filters, network.Filters),
                Layers = Or(search.Child.Layers, network.Layers),
                WarmUpSteps = WarmUp(network.WarmUpSteps, steps),
            },
        },
    };

    private static int Or(int own, int ofTraining) => own == 0 ? ofTraining : own;

    private static int WarmUp(int steps, long of) => (int)Math.Min(steps, of / LeastStepsOfAWarmUpStep);
}
