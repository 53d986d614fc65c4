using Enas.Pipeline.Tasks.Images;
using static Enas.Pipeline.Tests.Tasks.Images.ImageSamples;

namespace Enas.Pipeline.Tests.Tasks.Images;

public sealed class BatchPrefetcherTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(3, 2)]
    [InlineData(3, 8)]
    public void Threads_and_capacity_do_not_change_a_bit(int threads, int capacity)
    {
        var batches = new ImageBatches(Corpus(), new ImageAugmentation(2, true, 2), 4);
        ImageBatch Make(long number) => batches.Training(5, number / 4, (int)(number % 4));
        using var prefetcher = new BatchPrefetcher<ImageBatch>(Make, 7, threads, capacity);
        for (var number = 7L; number < 60; number++)
        {
            var (expected, taken) = (Make(number), prefetcher.Take(number));
            Assert.Equal(expected.Labels, taken.Labels);
            Assert.Equal(expected.Pixels, taken.Pixels);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Any_number_can_be_asked_for(int threads)
    {
        using var prefetcher = new BatchPrefetcher<string>(number => $"{number}", 0, threads, 3);
        long[] numbers = [0, 1, 2, 100, 101, 5, 5, 6, 7, 4, 0];
        Assert.Equal(numbers.Select(number => $"{number}"), numbers.Select(prefetcher.Take));
    }

    [Fact]
    public void No_more_than_its_capacity_is_made_ahead()
    {
        var (most, taken) = (0L, 0L);
        using (var prefetcher = new BatchPrefetcher<string>(number =>
            { Raise(ref most, number - Volatile.Read(ref taken)); return ""; }, 0, 3, 4))
        {
            for (; taken < 200; Volatile.Write(ref taken, taken + 1))
            {
                prefetcher.Take(taken);
            }
        }

        // While number n is being taken, n + 1 to n + 4 can be under way.
        Assert.InRange(most, 0, 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_failure_comes_out_where_its_batch_is_taken(int threads)
    {
        using var prefetcher = new BatchPrefetcher<string>(number =>
            number == 2 ? throw new InvalidDataException("two") : $"{number}", 0, threads, 4);
        Assert.Equal(["0", "1"], [prefetcher.Take(0), prefetcher.Take(1)]);
        Assert.Equal("two", Assert.Throws<InvalidDataException>(() => prefetcher.Take(2)).Message);
        Assert.Equal("two", Assert.Throws<InvalidDataException>(() => prefetcher.Take(2)).Message);
        Assert.Equal("3", prefetcher.Take(3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void After_the_end_there_is_nothing(int threads)
    {
        var making = 0;
        var prefetcher = new BatchPrefetcher<string>(number =>
            { Interlocked.Increment(ref making); Interlocked.Decrement(ref making); return ""; }, 0, threads, 2);
        prefetcher.Take(0);
        prefetcher.Dispose();
        prefetcher.Dispose();
        Assert.Equal(0, making);
        Assert.Throws<ObjectDisposedException>(() => { prefetcher.Take(1); prefetcher.Take(2); prefetcher.Take(3); });
    }

    private static void Raise(ref long most, long value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
