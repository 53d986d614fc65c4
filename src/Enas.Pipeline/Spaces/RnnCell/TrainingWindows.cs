using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>One training window and its place.</summary>
/// <param name="Window">The tokens.</param>
/// <param name="Epoch">Passes over the stream before it.</param>
/// <param name="StartsEpoch">Whether it is the first of its epoch: the carried state starts at zero.</param>
/// <param name="LearningRateScale">Length over the nominal length when lengths are random, else 1.</param>
internal sealed record TrainingWindow(TokenBatch Window, int Epoch, bool StartsEpoch, double LearningRateScale);

/// <summary>
/// The training stream as a pure function of the weight step: which window comes when. With random lengths each epoch has its own plan,
/// drawn from the epoch's number.
/// </summary>
internal sealed class TrainingWindows(int[] tokens, RecurrentNetworkOptions options, ulong seed, string streamPrefix)
{
    private readonly TokenBatches _batches = new(tokens, options.BatchSize, options.SequenceLength);
    private readonly List<IReadOnlyList<TokenWindow>> _plans = [];
    private readonly List<long> _planStarts = [0];

    /// <summary>Full windows of one epoch at the nominal length.</summary>
    public int StepsPerEpoch => _batches.WindowCount;

    /// <summary>Weight steps in the first epochs: with random lengths not quite a multiple of <see cref="StepsPerEpoch"/>.</summary>
    public long StepsIn(int epochs) => !options.RandomSequenceLength ? (long)epochs * StepsPerEpoch : epochs == 0 ? 0 : PlanEnd(epochs - 1);

    /// <summary>Passes over the stream before a weight step.</summary>
    public int EpochOf(long weightStep) => options.RandomSequenceLength ? Random(weightStep).Epoch : Fixed(weightStep).Epoch;

    /// <summary>The window of a weight step.</summary>
    public TrainingWindow At(long weightStep)
    {
        var (epoch, index, span) = options.RandomSequenceLength ? Random(weightStep) : Fixed(weightStep);
        var scale = options.RandomSequenceLength ? (double)span.Length / options.SequenceLength : 1;
        return new TrainingWindow(TokenBatch.Of(_batches, span), epoch, index == 0, scale);
    }

    private (int Epoch, long Index, TokenWindow Span) Fixed(long weightStep)
    {
        var (epoch, index) = Math.DivRem(weightStep, StepsPerEpoch);
        return ((int)epoch, index, new TokenWindow((int)index * options.SequenceLength, options.SequenceLength));
    }

    private (int Epoch, long Index, TokenWindow Span) Random(long weightStep)
    {
        var epoch = 0;
        while (weightStep >= PlanEnd(epoch))
        {
            epoch++;
        }

        var index = weightStep - _planStarts[epoch];
        return (epoch, index, _plans[epoch][(int)index]);
    }

    private long PlanEnd(int epoch)
    {
        while (_plans.Count <= epoch)
        {
            var lengths = new RandomStream(seed, streamPrefix + "sequence-length");
            var plan = WindowPlan.ForEpoch(lengths, _plans.Count, _batches.ColumnLength, options.SequenceLength);
            _plans.Add(plan);
            _planStarts.Add(_planStarts[^1] + plan.Count);
        }

        return _planStarts[epoch + 1];
    }
}
