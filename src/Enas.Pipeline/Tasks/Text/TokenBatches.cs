using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>
/// A token stream of n tokens as B columns of floor(n / B) consecutive tokens; what does not fill a column is left out. Windows are laid
/// out with time outermost: [T, B], element (t, b) at t · B + b; inputs at a time, targets one token later in the same column.
/// No state: which window comes next is the caller's affair.
/// </summary>
internal sealed class TokenBatches
{
    private readonly int[] _tokens;

    /// <summary>Columns of a stream.</summary>
    /// <param name="tokens">[n]; shared, not copied.</param>
    /// <param name="batchSize">B.</param>
    /// <param name="sequenceLength">T of the full windows.</param>
    /// <exception cref="DataException">The stream is too short for one full window.</exception>
    public TokenBatches(int[] tokens, int batchSize, int sequenceLength)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        _tokens = tokens;
        BatchSize = batchSize;
        SequenceLength = sequenceLength;
        ColumnLength = tokens.Length / batchSize;
        if (ColumnLength <= sequenceLength)
        {
            throw new DataException(
                DataErrorKind.Unusable,
                $"A stream of {Counted.Of(tokens.Length, "token")} is too short for batches of {batchSize} columns and windows "
                    + $"of {sequenceLength}: it takes at least {(long)batchSize * (sequenceLength + 1L)} tokens. "
                    + $"Use a smaller batch, shorter windows, or more text.");
        }
    }

    /// <summary>B.</summary>
    public int BatchSize { get; }

    /// <summary>T.</summary>
    public int SequenceLength { get; }

    /// <summary>Tokens of a column.</summary>
    public int ColumnLength { get; }

    /// <summary>Full windows of an epoch: floor((column length - 1) / T); PTB at T = 35 has 414 with B = 64 and 1,327 with
    /// B = 20.</summary>
    public int WindowCount => (ColumnLength - 1) / SequenceLength;

    /// <summary>Window number <paramref name="window"/> of the fixed-length epoch; both spans are [T · B].</summary>
    public void Window(int window, Span<int> inputs, Span<int> targets)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)window, (uint)WindowCount, nameof(window));
        Window(new TokenWindow(window * SequenceLength, SequenceLength), inputs, targets);
    }

    /// <summary>Any window; both spans are [window.Length · B].</summary>
    public void Window(TokenWindow window, Span<int> inputs, Span<int> targets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(window.Start, nameof(window));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(window.Length, nameof(window));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)window.Start + window.Length, ColumnLength - 1, nameof(window));
        ArgumentOutOfRangeException.ThrowIfNotEqual(inputs.Length, window.Length * BatchSize, nameof(inputs));
        ArgumentOutOfRangeException.ThrowIfNotEqual(targets.Length, inputs.Length, nameof(targets));
        for (var column = 0; column < BatchSize; column++)
        {
            var tokens = _tokens.AsSpan((column * ColumnLength) + window.Start, window.Length + 1);
            for (var time = 0; time < window.Length; time++)
            {
                inputs[(time * BatchSize) + column] = tokens[time];
                targets[(time * BatchSize) + column] = tokens[time + 1];
            }
        }
    }
}
