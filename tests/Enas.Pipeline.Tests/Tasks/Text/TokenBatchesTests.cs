using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Tests.Tasks.Text;

public sealed class TokenBatchesTests
{
    [Theory]
    [InlineData(64, 414)]
    [InlineData(20, 1327)]
    public void Penn_treebank_has_its_known_number_of_windows(int batchSize, int windows)
    {
        var batches = new TokenBatches(new int[929_589], batchSize, 35);
        Assert.Equal(windows, batches.WindowCount);
        Assert.Equal(windows, WindowPlan.Fixed(batches.ColumnLength, 35).Count);
    }

    [Fact]
    public void A_window_has_time_outermost_and_targets_one_later()
    {
        var batches = new TokenBatches([.. Enumerable.Range(0, 17)], 2, 3);
        Assert.Equal(8, batches.ColumnLength);
        Assert.Equal(2, batches.WindowCount);
        var (inputs, targets) = (new int[6], new int[6]);
        batches.Window(1, inputs, targets);
        Assert.Equal([3, 11, 4, 12, 5, 13], inputs);
        Assert.Equal([4, 12, 5, 13, 6, 14], targets);
        Assert.Throws<ArgumentOutOfRangeException>(() => batches.Window(2, inputs, targets));
        Assert.Throws<ArgumentOutOfRangeException>(() => batches.Window(new TokenWindow(5, 3), inputs, targets));
    }

    [Fact]
    public void A_stream_that_is_too_short_says_how_much_it_takes()
    {
        var error = Assert.Throws<DataException>(() => new TokenBatches(new int[71], 2, 35));
        Assert.Equal(DataErrorKind.Unusable, error.Kind);
        Assert.Contains("at least 72 tokens", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, new TokenBatches(new int[72], 2, 35).WindowCount);
    }

    [Fact]
    public void Random_windows_of_an_epoch_cover_the_column_once()
    {
        var stream = new RandomStream(1, "sequence-length");
        var windows = WindowPlan.ForEpoch(stream, 3, 100_000, 35);
        var start = 0;
        foreach (var window in windows)
        {
            Assert.Equal(start, window.Start);
            start += window.Length;
        }

        Assert.Equal(99_999, start);
        Assert.All(windows.SkipLast(1), window => Assert.InRange(window.Length, 5, 55));
        Assert.True(windows[^1].Length >= 1);

        // Mean length .95 · 35 + .05 · 17 = 34.1.
        Assert.InRange(windows.Average(window => window.Length), 33.3, 34.9);
        Assert.Equal(windows, WindowPlan.ForEpoch(stream, 3, 100_000, 35));
        Assert.NotEqual(windows, WindowPlan.ForEpoch(stream, 4, 100_000, 35));
    }

    [Fact]
    public void A_reward_window_reaches_every_start_and_no_other()
    {
        var stream = new RandomStream(1, "reward-windows");
        var starts = Enumerable.Range(0, 500).Select(i => RandomWindows.Draw(stream, 2, 0, i, 10, 4).Start).Distinct().Order();
        Assert.Equal([0, 1, 2, 3, 4, 5], starts);
        Assert.Equal(0, RandomWindows.Draw(stream, 0, 0, 0, 5, 4).Start);
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomWindows.Draw(stream, 0, 0, 0, 4, 4));
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(100, 7, 5)]
    [InlineData(101, 10, 35)]
    [InlineData(11, 3, 2)]
    [InlineData(5, 10, 3)]
    [InlineData(1000, 1, 35)]
    public void The_whole_set_predicts_every_token_exactly_once(int count, int batchSize, int sequenceLength)
    {
        var plan = new WholeSet([.. Enumerable.Range(0, count)], batchSize, sequenceLength);
        var predicted = new int[count];
        var carried = new int[batchSize];
        var total = 0;
        for (var window = 0; window < plan.WindowCount; window++)
        {
            var size = plan.LengthOf(window) * batchSize;
            var (inputs, targets) = (new int[size], new int[size]);
            total += plan.Window(window, inputs, targets);
            for (var i = 0; i < size; i++)
            {
                if (targets[i] == WholeSet.NoTarget)
                {
                    Assert.Equal(0, inputs[i]);
                    continue;
                }

                predicted[targets[i]]++;
                Assert.Equal(inputs[i] + 1, targets[i]);

                // Within a stream, each input is the previous target: the hidden state can be carried.
                Assert.True(carried[i % batchSize] == 0 || carried[i % batchSize] == inputs[i]);
                carried[i % batchSize] = targets[i];
            }
        }

        Assert.Equal(count - 1, total);
        Assert.Equal(count - 1, plan.PredictionCount);
        Assert.Equal(0, predicted[0]);
        Assert.All(predicted.Skip(1), times => Assert.Equal(1, times));
    }
}
