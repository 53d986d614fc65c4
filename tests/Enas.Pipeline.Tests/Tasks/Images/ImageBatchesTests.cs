using CsCheck;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tasks.Images;
using static Enas.Pipeline.Tests.Tasks.Images.ImageSamples;

namespace Enas.Pipeline.Tests.Tasks.Images;

public sealed class ImageBatchesTests
{
    private static readonly ImageAugmentation s_all = new(2, true, 3);

    [Fact]
    public void An_epoch_shows_every_image_once_in_an_order_of_its_own()
    {
        var batches = new ImageBatches(Corpus(train: 24), ImageAugmentation.None, 9);
        Assert.Equal(4, batches.TrainingCount(6));
        float[][] Epoch(long epoch) => [.. Enumerable.Range(0, 4).SelectMany(i => batches.Training(6, epoch, i).Pixels.Chunk(60))];
        var (whole, first, second) = (batches.Whole(batches.Corpus.Train, 24, 0).Pixels.Chunk(60).ToArray(), Epoch(0), Epoch(1));
        Assert.Equal(Sorted(whole), Sorted(first));
        Assert.Equal(Sorted(whole), Sorted(second));
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, whole);
        Assert.Equal(first, Epoch(0));
    }

    [Fact]
    public void What_does_not_fill_a_batch_is_left_out_and_is_others_each_epoch()
    {
        var batches = new ImageBatches(Corpus(train: 23), ImageAugmentation.None, 9);
        Assert.Equal(2, batches.TrainingCount(8));
        Assert.Throws<ArgumentOutOfRangeException>(() => batches.Training(8, 0, 2));
        var shown = Enumerable.Range(0, 20).SelectMany(epoch =>
            Enumerable.Range(0, 2).SelectMany(i => batches.Training(8, epoch, i).Pixels.Chunk(60))).Select(Text).ToHashSet();
        Assert.Equal(23, shown.Count);
    }

    [Fact]
    public void A_part_is_the_same_images_every_time_in_whole_batches_from_all_over_the_set()
    {
        ImageBatches Of(ulong seed) => new(Corpus(valid: 50), ImageAugmentation.None, seed);
        string[] Part(ImageBatches batches, int size, int images) =>
            [.. Enumerable.Range(0, ImageBatches.PartCount(50, size, images))
                .SelectMany(i => batches.Part(size, i).Pixels.Chunk(60)).Select(Text)];
        var (small, large) = (Part(Of(9), 4, 10), Part(Of(9), 4, 31));
        Assert.Equal((8, 28), (small.Distinct().Count(), large.Distinct().Count()));
        Assert.Equal(small, large[..8]);
        Assert.Equal(small, Part(Of(9), 8, 8));
        Assert.NotEqual(small, Part(Of(10), 4, 10));
        var whole = Of(9).Whole(Of(9).Corpus.Valid, 50, 0).Pixels.Chunk(60).Select(Text).ToArray();
        Assert.Subset(whole.ToHashSet(), large.ToHashSet());
        Assert.NotEqual(whole[..8], small);
    }

    [Theory]
    [InlineData(50, 8, 20, 2)]
    [InlineData(50, 8, 3, 1)]
    [InlineData(50, 8, 1000, 6)]
    [InlineData(5, 8, 1000, 1)]
    public void A_part_has_whole_batches_and_one_at_least(int set, int batch, int images, int count) =>
        Assert.Equal(count, ImageBatches.PartCount(set, batch, images));

    [Fact]
    public void Labels_stay_with_their_images()
    {
        var batches = new ImageBatches(Corpus(), ImageAugmentation.None, 9);
        var labels = batches.Whole(batches.Corpus.Train, 23, 0);
        var known = labels.Pixels.Chunk(60).Select(Text).Zip(labels.Labels).ToDictionary();
        var batch = batches.Training(10, 3, 1);
        Assert.Equal(batch.Pixels.Chunk(60).Select(image => known[Text(image)]), batch.Labels);
    }

    [Fact]
    public void Batch_size_does_not_change_what_happens_to_an_image()
    {
        var batches = new ImageBatches(Corpus(train: 24), s_all, 9);
        float[] Epoch(int size) => [.. Enumerable.Range(0, 24 / size).SelectMany(i => batches.Training(size, 5, i).Pixels)];
        Assert.Equal(Epoch(24), Epoch(3));
    }

    [Fact]
    public void Seed_epoch_and_purpose_change_it()
    {
        float[] Of(ulong seed, long epoch, string purpose) =>
            new ImageBatches(Corpus(), s_all, seed, purpose).Training(23, epoch, 0).Pixels;
        var first = Of(1, 0, "");
        Assert.Equal(first, Of(1, 0, ""));
        Assert.NotEqual(first, Of(2, 0, ""));
        Assert.NotEqual(first, Of(1, 1, ""));
        Assert.NotEqual(first, Of(1, 0, "final/"));
    }

    /// <summary>Eleven images at five a batch: 3, 4 and 4 instead of 5, 5 and 1; ten at five are 5 and 5 in any case.</summary>
    [Fact]
    public void A_whole_set_can_come_in_batches_that_differ_by_one()
    {
        var corpus = Corpus();
        var batches = new ImageBatches(corpus, s_all, 9);
        ImageBatch[] all = [.. Enumerable.Range(0, 3).Select(i => batches.Whole(corpus.Valid, 5, i, isEven: true))];
        Assert.Equal([3, 4, 4], all.Select(batch => batch.Count));
        Assert.Equal(corpus.Valid.Labels, all.SelectMany(batch => batch.Labels));
        Assert.Equal(batches.Whole(corpus.Valid, 100, 0).Pixels, all.SelectMany(batch => batch.Pixels));
        for (var size = 1; size <= 12; size++)
        {
            int[] counts = [.. Enumerable.Range(0, ImageBatches.WholeCount(corpus.Train, size))
                .Select(i => batches.Whole(corpus.Train, size, i, isEven: true).Count)];
            Assert.Equal(corpus.Train.Count, counts.Sum());
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
            Assert.InRange(counts.Max(), 1, size);
        }
    }

    [Fact]
    public void A_whole_set_comes_in_its_order_the_last_batch_smaller()
    {
        var corpus = Corpus();
        var batches = new ImageBatches(corpus, s_all, 9);
        Assert.Equal(3, ImageBatches.WholeCount(corpus.Valid, 5));
        ImageBatch[] all = [.. Enumerable.Range(0, 3).Select(i => batches.Whole(corpus.Valid, 5, i))];
        Assert.Equal([5, 5, 1], all.Select(batch => batch.Count));
        Assert.Equal(corpus.Valid.Labels, all.SelectMany(batch => batch.Labels));
        Assert.Equal(batches.Whole(corpus.Valid, 100, 0).Pixels, all.SelectMany(batch => batch.Pixels));
        Assert.Equal(corpus.Standardisation.Table(1)[corpus.Valid.Image(10)[59]], all[2].Pixels[59]);
    }

    [Fact]
    public void A_reward_batch_holds_distinct_validation_images_and_follows_from_step_and_ordinal()
    {
        var batches = new ImageBatches(Corpus(), s_all, 9);
        var known = batches.Whole(batches.Corpus.Valid, 11, 0).Pixels.Chunk(60).Select(Text).ToHashSet();
        for (var step = 0; step < 20; step++)
        {
            var drawn = batches.Reward(6, step, 0).Pixels.Chunk(60).Select(Text).ToHashSet();
            Assert.Equal(6, drawn.Count);
            Assert.Subset(known, drawn);
        }

        Assert.Equal(batches.Reward(6, 3, 1).Pixels, batches.Reward(6, 3, 1).Pixels);
        Assert.NotEqual(batches.Reward(6, 3, 0).Pixels, batches.Reward(6, 3, 1).Pixels);
        Assert.NotEqual(batches.Reward(6, 3, 0).Pixels, batches.Reward(6, 4, 0).Pixels);
        Assert.Equal(11, batches.Reward(50, 0, 0).Count);
    }

    /// <summary>Pad, crop, mirror and cut written out one pixel at a time.</summary>
    [Fact]
    public void A_change_is_what_it_says() => Gen.Select(
        Gen.Int[-6, 6], Gen.Int[-6, 6], Gen.Bool, Gen.Int[0, 5], Gen.Int[0, 6]).Sample((down, right, flipped, row, column) =>
        {
            var corpus = Corpus();
            var change = new ImageChange(down, right, flipped, row, Math.Min(5, row + 2), column, Math.Min(6, column + 3));
            var written = new float[60];
            Array.Fill(written, float.NaN);
            change.Write(corpus.Train, 4, corpus.Standardisation, written);
            for (var i = 0; i < written.Length; i++)
            {
                var (channel, y, x) = (i / 30, i / 6 % 5, i % 6);
                var (fromRow, fromColumn) = (y + down, (flipped ? 5 - x : x) + right);
                var isZero = fromRow is < 0 or > 4
                    || fromColumn is < 0 or > 5 || (y >= row && y < row + 2 && x >= column && x < column + 3);
                Assert.Equal(isZero ? 0f : corpus.Standardisation.Table(
                    channel)[corpus.Train.Image(4)[(channel * 30) + (fromRow * 6) + fromColumn]], written[i]);
            }
        });

    [Fact]
    public void Draws_are_spread_evenly_over_what_is_allowed()
    {
        var (stream, augmentation) = (new RandomStream(3, "augmentation"), new ImageAugmentation(4, true, 8));
        ImageChange[] changes = [.. Enumerable.Range(0, 9000).Select(i => augmentation.Draw(stream, i % 7, i, 32, 32))];
        // Each count is binomial: 1,000 expected of 9,000, deviation 29.8; five deviations.
        foreach (var counts in new[] { changes.CountBy(change => change.RowShift), changes.CountBy(change => change.ColumnShift) })
        {
            Assert.Equal(Enumerable.Range(-4, 9), counts.Select(pair => pair.Key).Order());
            Assert.All(counts, pair => Assert.InRange(pair.Value, 851, 1149));
        }

        Assert.InRange(changes.Count(change => change.IsFlipped), 4500 - 238, 4500 + 238);
        Assert.All(changes, change => Assert.True(change is
        {
            CutTop: >= 0, CutBottom: <= 32, CutLeft: >= 0, CutRight: <= 32
        } && change.CutBottom - change.CutTop is >= 4 and <= 8));
        Assert.Contains(changes, change => change.CutBottom - change.CutTop == 8);
    }

    [Fact]
    public void Nothing_is_drawn_where_nothing_is_asked_for() =>
        Assert.Equal(ImageChange.None, ImageAugmentation.None.Draw(new RandomStream(1, "augmentation"), 1, 2, 5, 6));

    private static string[] Sorted(float[][] images) => [.. images.Select(Text).Order(StringComparer.Ordinal)];

    private static string Text(float[] image) => string.Join(' ', image);
}
