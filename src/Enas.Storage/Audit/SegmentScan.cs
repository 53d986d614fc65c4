using System.Runtime.CompilerServices;
using Enas.Pipeline.Events;
using Enas.Storage.Folders;
using Enas.Storage.Log;

namespace Enas.Storage.Audit;

/// <summary>
/// Goes through all segments in order and goes on after damage. Files are decoded side by side, and so are the rows verified: each
/// segment against the heads that the footer before it claims, which that segment's own rows must lead to. What follows a damaged or
/// missing segment is verified against its own claim of where it continues.
/// </summary>
internal sealed class SegmentScan(SearchFolder folder)
{
    private readonly int _window = 2 * Environment.ProcessorCount;
    private SegmentSuccession _succession = SegmentSuccession.Start;

    /// <summary>Number after the last segment that was scanned.</summary>
    public long Next { get; private set; }

    /// <summary>Scans the segments that a listing has and that were not scanned yet, as far as they go.</summary>
    public async IAsyncEnumerable<ScannedSegment> ReadAsync(
        SegmentListing listing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var numbers = listing.Numbers.SkipWhile(number => number < Next).ToArray();
        var decoding = new Queue<Task<DecodedSegment>>();
        var verifying = new Queue<Task<ScannedSegment>>();
        var started = 0;
        foreach (var number in numbers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (; started < numbers.Length && decoding.Count < _window; started++)
            {
                decoding.Enqueue(DecodeAsync(numbers[started]));
            }

            if (number > Next)
            {
                verifying.Enqueue(Task.FromResult(Missing(Next, number)));
                _succession = _succession.Broken();
            }

            Next = number + 1;
            verifying.Enqueue(Verify(await decoding.Dequeue()));
            while (verifying.Count > _window)
            {
                yield return await verifying.Dequeue();
            }
        }

        while (verifying.TryDequeue(out var segment))
        {
            yield return await segment;
        }
    }

    private Task<ScannedSegment> Verify(DecodedSegment decoded)
    {
        if (decoded.Content is not { } content)
        {
            _succession = _succession.Broken();
            return Task.FromResult(new ScannedSegment(decoded.Number, null, [], [decoded.Damage!]));
        }

        var (place, next) = _succession.Then(content);
        _succession = next;
        return Task.Run(() => SegmentVerification.Verify(content, place));
    }

    private async Task<DecodedSegment> DecodeAsync(long number)
    {
        try
        {
            return new DecodedSegment(
                number, await Task.Run(async () => SegmentDecoder.Decode(await SegmentFile.ReadAsync(folder, number), number)), null);
        }
        catch (LogDamagedException damage)
        {
            return new DecodedSegment(number, null, Finding(FindingCodes.SegmentDamaged, number, damage.Message));
        }
    }

    private static ScannedSegment Missing(long first, long next)
    {
        var which = next - first == 1 ? $"segment {first}: it is missing" : $"segments {first} to {next - 1}: they are missing";
        return new ScannedSegment(first, null, [], [Finding(FindingCodes.SegmentMissing, first, $"{which}, but segment {next} is there")]);
    }

    private static AuditFinding Finding(string code, long number, string message) =>
        new(code, IsDamage: true, SegmentScan.FileOf(number), number, null, message);

    /// <summary>Path of a segment within its search.</summary>
    public static string FileOf(long number) => SegmentName.KeyOf(number);

    private sealed record DecodedSegment(long Number, Segment? Content, AuditFinding? Damage);
}
