using Enas.Pipeline.Data;
using Enas.Pipeline.Data.Images;
using Enas.Pipeline.Ports;
using static Enas.Pipeline.Tests.Data.Images.ImageSamples;

namespace Enas.Pipeline.Tests.Data.Images;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cifar_batches_are_read_in_the_order_of_their_numbers()
    {
        var named = string.Join('\n', Enumerable.Range(0, 10).Select(i => $"class{i}"));
        _folder.With("data_batch_10.bin", CifarBatch(10)).With("data_batch_9.bin", CifarBatch(20)).With("test_batch.bin", CifarBatch(4)).With("batches.meta.txt", named + "\n\n");
        var corpus = Whole();
        Assert.Equal("CIFAR-10 binary", corpus.Layout);
        Assert.Equal((3, 32, 32, 10), (corpus.Channels, corpus.Height, corpus.Width, corpus.ClassCount));
        Assert.Equal((30, 0, 4), (corpus.Train.Count, corpus.Valid.Count, corpus.Test.Count));
        Assert.Equal("class9", corpus.ClassNames[9]);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => i % 10), corpus.Train.Labels);
        Assert.Equal(Enumerable.Range(1, 3072).Select(j => (byte)(19 + j)), corpus.Train.Image(19).ToArray());
        Assert.Equal(Enumerable.Range(1, 3072).Select(j => (byte)j), corpus.Train.Image(20).ToArray());
    }

    [Fact]
    public void Cifar_is_found_in_the_folder_that_the_archive_makes()
    {
        Directory.CreateDirectory(_folder.PathOf("cifar-10-batches-bin"));
        _folder.With("cifar-10-batches-bin/data_batch_1.bin", CifarBatch(10)).With("cifar-10-batches-bin/test_batch.bin", CifarBatch(10));
        Assert.True(ImageFolder.LooksLikeImages(_folder.Path));
        Assert.Equal(10, Whole().Train.Count);
    }

    [Fact]
    public void The_archive_holds_the_same_images_as_its_files()
    {
        _folder.With("data_batch_1.bin", CifarBatch(10)).With("data_batch_2.bin", CifarBatch(20)).With("test_batch.bin", CifarBatch(4));
        var digest = Whole().Digest;
        using var packed = new TextFolder();
        using (var file = new System.IO.Compression.GZipStream(File.Create(packed.PathOf("cifar-10-binary.tar.gz")), System.IO.Compression.CompressionLevel.Fastest))
        {
            System.Formats.Tar.TarFile.CreateFromDirectory(_folder.Path, file, includeBaseDirectory: true);
        }

        Assert.Equal(digest, ImageFolder.LoadWhole(packed.Path, NoDecoder).Digest);
        var bytes = File.ReadAllBytes(packed.PathOf("cifar-10-binary.tar.gz"));
        packed.With("cifar-10-binary.tar.gz", bytes[..(bytes.Length / 2)]);
        Fails(() => ImageFolder.LoadWhole(packed.Path, NoDecoder), DataErrorKind.Unusable, "cifar-10-binary.tar.gz");
        packed.With("cifar-10-binary.tar.gz", Gzip([1, 2, 3]));
        Fails(() => ImageFolder.LoadWhole(packed.Path, NoDecoder), DataErrorKind.Unusable, "cifar-10-binary.tar.gz");
        packed.With("cifar-10-binary.tar.gz", Gzip(new byte[1024]));
        Fails(() => ImageFolder.LoadWhole(packed.Path, NoDecoder), DataErrorKind.NotFound, "data_batch_1.bin missing");
    }

    [Theory]
    [InlineData(3072, "3072 bytes are not whole records")]
    [InlineData(3074, "1 bytes are left after 1 records")]
    [InlineData(0, "the file is empty")]
    public void A_cifar_file_of_the_wrong_size_is_named(int length, string words)
    {
        _folder.With("data_batch_1.bin", CifarBatch(2)).With("data_batch_2.bin", new byte[length]).With("test_batch.bin", CifarBatch(2));
        Fails(() => Whole(), DataErrorKind.Unusable, "data_batch_2.bin", words);
    }

    [Fact]
    public void A_cifar_label_out_of_range_is_placed()
    {
        _folder.With("data_batch_1.bin", CifarBatch(3, i => i == 2 ? 10 : i)).With("test_batch.bin", CifarBatch(2));
        Fails(() => Whole(), DataErrorKind.Unusable, "data_batch_1.bin: record 2 has label 10; allowed: 0 to 9");
    }

    [Theory]
    [InlineData("data_batch_1.bin", "test_batch.bin missing")]
    [InlineData("test_batch.bin", "data_batch_1.bin missing")]
    public void A_cifar_file_that_is_missing_is_named(string there, string words)
    {
        _folder.With(there, CifarBatch(3));
        Fails(() => Whole(), DataErrorKind.NotFound, words);
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData("emnist-letters-train-images.gz", "emnist-letters-train-labels.gz", "emnist-letters-test-images.gz", "emnist-letters-test-labels.gz")]
    public void Idx_files_are_known_by_their_content(string trainImages, string trainLabels, string testImages, string testLabels)
    {
        byte[] Packed(string name, byte[] bytes) => name.EndsWith(".gz", StringComparison.Ordinal) ? Gzip(bytes) : bytes;
        _folder.With(trainImages, Packed(trainImages, IdxImages(3, 2, 5))).With(trainLabels, Packed(trainLabels, IdxLabels(2, 0, 1)))
            .With(testImages, Packed(testImages, IdxImages(1, 2, 5))).With(testLabels, Packed(testLabels, IdxLabels(2))).With("README", "x");
        var corpus = Whole();
        Assert.Equal((1, 2, 5, 3), (corpus.Channels, corpus.Height, corpus.Width, corpus.ClassCount));
        Assert.Equal([2, 0, 1], corpus.Train.Labels);
        Assert.Equal(Enumerable.Range(10, 10).Select(i => (byte)i), corpus.Train.Image(1).ToArray());
        Assert.Equal([2], corpus.Test.Labels);
    }

    [Fact]
    public void An_idx_file_that_is_cut_short_is_named()
    {
        Idx(images: IdxImages(3, 2, 2)[..^1]);
        Fails(() => Whole(), DataErrorKind.Unusable, "train-images-idx3-ubyte: the header says 3 images of 2x2, that is 28 bytes (unpacked); there are 27");
    }

    [Fact]
    public void A_gzip_file_that_is_cut_short_is_named()
    {
        var packed = Gzip([.. IdxImages(3, 2, 2).Select((value, i) => i < 16 ? value : (byte)(i * 37))]);
        Idx(images: packed[..^12]);
        Fails(() => Whole(), DataErrorKind.Unusable, "train-images-idx3-ubyte");
    }

    [Fact]
    public void An_idx_file_without_content_is_named()
    {
        Idx(images: []);
        Fails(() => Whole(), DataErrorKind.Unusable, "train-images-idx3-ubyte: the file is empty");
    }

    [Fact]
    public void An_idx_header_of_absurd_sizes_is_named()
    {
        Idx(images: IdxImages(0, 0, 0)[..4].Concat(Enumerable.Repeat((byte)0xFF, 12)).ToArray());
        Fails(() => Whole(), DataErrorKind.Unusable, "the header says 4294967295 images of 4294967295x4294967295");
    }

    [Fact]
    public void Labels_that_are_no_idx_file_are_named()
    {
        Idx(labels: [1, 2, 3, 4, 5, 6, 7, 8]);
        Fails(() => Whole(), DataErrorKind.Unusable, "train-labels-idx1-ubyte: no idx file of labels", "0x01020304", "0x00000801");
    }

    [Fact]
    public void Images_and_labels_that_do_not_belong_together_are_named()
    {
        Idx(labels: IdxLabels(0, 1));
        Fails(() => Whole(), DataErrorKind.Unusable, "2 labels for the 3 images of train-images-idx3-ubyte");
    }

    [Fact]
    public void A_test_label_that_no_training_image_has_is_named()
    {
        Idx(testLabels: IdxLabels(7));
        Fails(() => Whole(), DataErrorKind.Unusable, "test image 0 has label 7, which no training image has");
    }

    [Fact]
    public void One_label_for_all_images_is_refused()
    {
        Idx(labels: IdxLabels(1, 1, 1));
        Fails(() => Whole(), DataErrorKind.Unusable, "one label");
    }

    [Fact]
    public void A_missing_idx_file_is_named()
    {
        Idx();
        File.Delete(_folder.PathOf("t10k-labels-idx1-ubyte"));
        Fails(() => Whole(), DataErrorKind.NotFound, "the labels that belong to t10k-images-idx3-ubyte are missing");
    }

    [Fact]
    public void Two_idx_sets_in_a_folder_are_refused()
    {
        Idx();
        _folder.With("kmnist-train-images-idx3-ubyte", IdxImages(3, 2, 2));
        Fails(() => Whole(), DataErrorKind.Unusable, "more than one train set", "kmnist-train-images-idx3-ubyte");
    }

    [Fact]
    public void Digits_as_csv_are_read_with_the_label_last()
    {
        _folder.With("my.tra", "# a comment\n1,2,3,4,1\r\n\n").With("my.hol", "5,6,7,8,0").With("my.tes", "9,9,9,255,1\n");
        var corpus = Whole();
        Assert.Equal((1, 2, 2, 2), (corpus.Channels, corpus.Height, corpus.Width, corpus.ClassCount));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], corpus.Train.Pixels);
        Assert.Equal([1, 0], corpus.Train.Labels);
        Assert.Equal([9, 9, 9, 255], corpus.Test.Pixels);
    }

    [Theory]
    [InlineData("1,2,3,4,0\n1,2,3,4\n", "train.csv:2: 4 numbers; expected 5")]
    [InlineData("1,2,3,0\n", "train.csv:1: 4 numbers; expected the pixels of a square image")]
    [InlineData("1,2,3,x,0\n", "train.csv:1: \"x\" is no whole number")]
    [InlineData("1,2,-3,4,0\n", "train.csv:1: \"-3\" is no whole number")]
    [InlineData("1,2,256,4,0\n", "train.csv:1: pixel 2 is 256; allowed: 0 to 255")]
    [InlineData("\n", "train.csv: no images in it")]
    [InlineData("", "train.csv: the file is empty")]
    [InlineData("1,2,3,4,5,6,7,8,9,0\n", "test.csv: images of 2x2; those of train.csv are 3x3")]
    public void Csv_that_cannot_be_used_is_placed(string train, string words)
    {
        _folder.With("train.csv", train).With("test.csv", "1,2,3,4,0\n");
        Fails(() => Whole(), DataErrorKind.Unusable, words);
    }

    [Fact]
    public void Class_folders_are_read_by_name_and_grey_becomes_colour_where_others_have_it()
    {
        Images("train/cat/b.png", "train/cat/a.JPG", "train/ant/1.jpeg", "test/cat/1.png", "val/ant/2.png");
        File.WriteAllText(_folder.PathOf("train/cat/notes.txt"), "x");
        var corpus = Whole(new FakeDecoder { ColourOf = path => path.Contains("a.JPG", StringComparison.Ordinal) });
        Assert.Equal(["ant", "cat"], corpus.ClassNames);
        Assert.Equal([0, 1, 1], corpus.Train.Labels);
        Assert.Equal((3, 2, 2), (corpus.Channels, corpus.Height, corpus.Width));
        Assert.Equal("111111111111", Text(corpus.Train.Image(0)));
        Assert.Equal("aaaabbbbcccc", Text(corpus.Train.Image(1)));
        Assert.Equal("bbbbbbbbbbbb", Text(corpus.Train.Image(2)));
        Assert.Equal((1, 1), (corpus.Valid.Count, corpus.Test.Count));
    }

    private static string Text(ReadOnlySpan<byte> pixels) => System.Text.Encoding.ASCII.GetString(pixels);

    [Fact]
    public void A_folder_of_classes_without_parts_is_split_in_three()
    {
        Images([.. Enumerable.Range(0, 20).Select(i => $"c{i % 2}/{i:00}.png")]);
        var corpus = ImageFolder.Load(_folder.Path, Options, 1, () => new FakeDecoder());
        Assert.Equal((10, 5, 5), (corpus.Train.Count, corpus.Valid.Count, corpus.Test.Count));
    }

    [Fact]
    public void Images_of_several_sizes_are_refused()
    {
        Images("a/1.png", "b/2.png");
        Fails(() => Whole(new FakeDecoder { HeightOf = path => path.EndsWith("2.png", StringComparison.Ordinal) ? 3 : 2 }), DataErrorKind.Unusable, "2.png: the image is 3x2 pixels", "1.png is 2x2");
    }

    [Fact]
    public void Class_folders_that_cannot_be_used_are_named()
    {
        Images("train/a/1.png", "train/b/1.png", "test/c/1.png");
        Fails(() => Whole(new FakeDecoder()), DataErrorKind.Unusable, "there is no training class of this name", "a, b");
        Directory.Delete(_folder.PathOf("test"), recursive: true);
        Directory.CreateDirectory(_folder.PathOf("train/empty"));
        Fails(() => Whole(new FakeDecoder()), DataErrorKind.Unusable, "empty: no images in this class folder");
        Directory.Delete(_folder.PathOf("train/empty"));
        File.WriteAllText(_folder.PathOf("train/a/2.tif"), "x");
        Fails(() => Whole(new FakeDecoder()), DataErrorKind.Unusable, "2.tif: images are read from PNG, JPEG, BMP, GIF, WebP, PPM and PGM files only");
        Directory.Delete(_folder.PathOf("train/b"), recursive: true);
        Fails(() => Whole(new FakeDecoder()), DataErrorKind.Unusable, "1 class folders; a search needs at least two");
    }

    [Fact]
    public void What_is_not_there_says_what_was_looked_for()
    {
        Fails(() => Whole(), DataErrorKind.NotFound, "no images found", "data_batch_1.bin", "idx files", "NAME.tra", "a folder for each class", "There is: nothing");
        Assert.False(ImageFolder.LooksLikeImages(_folder.Path));
        Fails(() => ImageFolder.LoadWhole(_folder.PathOf("nowhere"), NoDecoder), DataErrorKind.NotFound, "nowhere: the data folder does not exist");
        _folder.With("file.bin", 1);
        Fails(() => ImageFolder.LoadWhole(_folder.PathOf("file.bin"), NoDecoder), DataErrorKind.Unusable, "this is a file");
    }

    private static IImageDecoder NoDecoder() => throw new InvalidOperationException("no image file, no decoder");

    private ImageCorpus Whole() => ImageFolder.LoadWhole(_folder.Path, NoDecoder);

    private ImageCorpus Whole(FakeDecoder decoder) => ImageFolder.LoadWhole(_folder.Path, () => decoder);

    private void Idx(byte[]? images = null, byte[]? labels = null, byte[]? testLabels = null) => _folder
        .With("train-images-idx3-ubyte", images ?? IdxImages(3, 2, 2)).With("train-labels-idx1-ubyte", labels ?? IdxLabels(2, 0, 1))
        .With("t10k-images-idx3-ubyte", IdxImages(1, 2, 2)).With("t10k-labels-idx1-ubyte", testLabels ?? IdxLabels(1));

    private void Images(params string[] names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.PathOf(name))!);
            File.WriteAllBytes(_folder.PathOf(name), [(byte)Path.GetFileName(name)[0]]);
        }
    }

    /// <summary>An image of the file's only byte; a second and third channel count on.</summary>
    private sealed class FakeDecoder : IImageDecoder
    {
        public Func<string, int> HeightOf { get; init; } = _ => 2;

        public Func<string, bool> ColourOf { get; init; } = _ => false;

        public ImageHeader ReadHeader(Stream content, string path) => new(HeightOf(path), 2);

        public DecodedImage Decode(byte[] bytes, string path)
        {
            var (channels, plane) = (ColourOf(path) ? 3 : 1, 2 * HeightOf(path));
            return new DecodedImage(channels, HeightOf(path), 2, [.. Enumerable.Range(0, channels * plane).Select(i => (byte)(bytes[0] + (i / plane)))]);
        }
    }
}
