using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>
/// An evaluation plan that makes each of the n - 1 next-token predictions of a stream exactly once. B streams of L = ceil((n - 1) / B)
/// inputs; stream b has the inputs b·L ... b·L + L - 1, and its last target is the first input of stream b + 1 (they overlap by one token).
/// Windows are [T, B] with time outermost, the last one may be shorter. Beyond the end the target is -1 and the input token 0.
/// </summary>
internal sealed class WholeSet
{
    /// <summary>The target where there is nothing to predict.</summary>
    public const int NoTarget = -1;

    private readonly int[] _tokens;

    /// <summary>The plan of a stream.</summary>
    /// <param name="tokens">[n], n at least 2; shared, not copied.</param>
    /// <param name="batchSize">B; where it is larger than n - 1, the streams in excess hold no target.</param>
    /// <param name="sequenceLength">The longest window T.</param>
    /// <exception cref="DataException">Fewer than two tokens.</exception>
    public WholeSet(int[] tokens, int batchSize, int sequenceLength)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        if (tokens.Length < 2)
        {
            throw new DataException(DataErrorKind.Unusable,
                $"A stream of {Counted.Of(tokens.Length, "token")} has nothing to predict: an evaluation takes at least 2 tokens.");
        }

        _tokens = tokens;
        BatchSize = batchSize;
        SequenceLength = sequenceLength;
        StreamLength = ((tokens.Length - 2) / batchSize) + 1;
    }

    /// <summary>B.</summary>
    public int BatchSize { get; }

    /// <summary>T.</summary>
    public int SequenceLength { get; }

    /// <summary>L, the inputs of one stream.</summary>
    public int StreamLength { get; }

    /// <summary>n - 1.</summary>
    public int PredictionCount => _tokens.Length - 1;

    public int WindowCount => ((StreamLength - 1) / SequenceLength) + 1;

    /// <summary>Length of a window: T, or what is left for the last one.</summary>
    public int LengthOf(int window)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)window, (uint)WindowCount, nameof(window));
        return Math.Min(SequenceLength, StreamLength - (window * SequenceLength));
    }

    /// <summary>Fills a window; both spans are [LengthOf(window) · B].</summary>
    /// <returns>The number of targets that are not <see cref="NoTarget"/>.</returns>
    public int Window(int window, Span<int> inputs, Span<int> targets)
    {
        var length = LengthOf(window);
        ArgumentOutOfRangeException.ThrowIfNotEqual(inputs.Length, length * BatchSize, nameof(inputs));
        ArgumentOutOfRangeException.ThrowIfNotEqual(targets.Length, inputs.Length, nameof(targets));
        var predictions = 0;
        for (var stream = 0; stream < BatchSize; stream++)
        {
            var start = ((long)stream * StreamLength) + (window * SequenceLength);
            for (var time = 0; time < length; time++)
            {
                var position = start + time;
                var known = position < PredictionCount;
                inputs[(time * BatchSize) + stream] = known ? _tokens[position] : 0;
                targets[(time * BatchSize) + stream] = known ? _tokens[position + 1] : NoTarget;
                predictions += known ? 1 : 0;
            }
        }

        return predictions;
    }
}
