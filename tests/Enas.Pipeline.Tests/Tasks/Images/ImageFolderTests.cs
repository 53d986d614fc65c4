using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tests.Tasks.Text;
using static Enas.Pipeline.Tests.Tasks.Images.ImageSamples;

namespace Enas.Pipeline.Tests.Tasks.Images;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TextFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cifar_batches_are_read_in_the_order_of_their_numbers()
    {
        var named = string.Join('\n', Enumerable.Range(0, 10).Select(i => $"class{i}"));
        _folder.With("data_batch_10.bin", CifarBatch(10))
            .With("data_batch_9.bin", CifarBatch(20)).With("test_batch.bin", CifarBatch(4)).With("batches.meta.txt", named + "\n\n");
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
        using (var file = new System.IO.Compression.GZipStream(
            File.Create(packed.PathOf("cifar-10-binary.tar.gz")), System.IO.Compression.CompressionLevel.Fastest))
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
    [InlineData("emnist-letters-train-images.gz",
        "emnist-letters-train-labels.gz", "emnist-letters-test-images.gz", "emnist-letters-test-labels.gz")]
    public void Idx_files_are_known_by_their_content(string trainImages, string trainLabels, string testImages, string testLabels)
    {
        byte[] Packed(string name, byte[] bytes) => name.EndsWith(".gz", StringComparison.Ordinal) ? Gzip(bytes) : bytes;
        _folder.With(trainImages, Packed(trainImages, IdxImages(3, 2, 5))).With(trainLabels, Packed(trainLabels, IdxLabels(2, 0, 1)))
            .With(testImages, Packed(testImages, IdxImages(1, 2, 5)))
                .With(testLabels, Packed(testLabels, IdxLabels(2))).With("README", "x");
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
        Fails(() => Whole(), DataErrorKind.Unusable,
            "train-images-idx3-ubyte: the header says 3 images of 2x2, that is 28 bytes (unpacked); there are 27");
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
        var corpus = ImageFolder.Load(_folder.Path, Standard, 1, () => new FakeDecoder());
        Assert.Equal((10, 5, 5), (corpus.Train.Count, corpus.Valid.Count, corpus.Test.Count));
    }

    [Fact]
    public void Images_of_several_sizes_are_refused()
    {
        Images("a/1.png", "b/2.png");
        Fails(() => Whole(new FakeDecoder { HeightOf = path => path.EndsWith("2.png", StringComparison.Ordinal) ? 3 : 2 }),
            DataErrorKind.Unusable, "2.png: the image is 3x2 pixels", "1.png is 2x2");
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
        Fails(() => Whole(new FakeDecoder()),
            DataErrorKind.Unusable, "2.tif: images are read from PNG, JPEG, BMP, GIF, WebP, PPM and PGM files only");
        Directory.Delete(_folder.PathOf("train/b"), recursive: true);
        Fails(() => Whole(new FakeDecoder()), DataErrorKind.Unusable, "1 class folders; a search needs at least two");
    }

    [Fact]
    public void Cifar_100_has_fine_labels_unless_the_job_asks_for_coarse_ones()
    {
        byte[] Records(params (byte Coarse, byte Fine)[] labels) => [.. labels.SelectMany((label, i) =>
            new[] { label.Coarse, label.Fine }.Concat(Enumerable.Range(0, 3072).Select(j => (byte)(i + j))))];
        _folder.With("train.bin", Records((3, 99), (19, 0))).With("test.bin", Records((3, 99)))
            .With("coarse_label_names.txt", string.Join('\n', Enumerable.Range(0, 20).Select(i => $"c{i}")));
        var fine = Whole();
        Assert.Equal(("CIFAR-100 binary", 100, "99"), (fine.Layout, fine.ClassCount, fine.ClassNames[99]));
        Assert.Equal([99, 0], fine.Train.Labels);
        Assert.Equal(Enumerable.Range(1, 3072).Select(j => (byte)j), fine.Train.Image(1).ToArray());
        var coarse = Whole(ImageLayoutOptions.Default with { Labels = "coarse" });
        Assert.Equal((20, "c19"), (coarse.ClassCount, coarse.ClassNames[19]));
        Assert.Equal([3, 19], coarse.Train.Labels);
        Assert.Equal(fine.Train.Pixels, coarse.Train.Pixels);
    }

    [Fact]
    public void An_archive_with_something_else_in_it_is_refused_and_one_beside_its_content_is_passed_over()
    {
        var inner = Directory.CreateDirectory(_folder.PathOf("cifar-10-batches-bin")).FullName;
        File.WriteAllBytes(Path.Combine(inner, "data_batch_1.bin"), CifarBatch(10));
        File.WriteAllBytes(Path.Combine(inner, "test_batch.bin"), CifarBatch(10));
        File.WriteAllText(Path.Combine(inner, "readme.html"), "x");
        using var packed = new TextFolder();
        void Pack()
        {
            using var file = new System.IO.Compression.GZipStream(
                File.Create(packed.PathOf("cifar-10-binary.tar.gz")), System.IO.Compression.CompressionLevel.Fastest);
            System.Formats.Tar.TarFile.CreateFromDirectory(inner, file, includeBaseDirectory: true);
        }

        Pack();
        Assert.Equal((1, 0), (ImageFolder.LoadWhole(packed.Path, NoDecoder).Account.FilesRead,
            ImageFolder.LoadWhole(packed.Path, NoDecoder).Account.PassedOver.Count));
        File.Copy(packed.PathOf("cifar-10-binary.tar.gz"), _folder.PathOf("cifar-10-binary.tar.gz"));
        Assert.Equal([new("cifar-10-batches-bin/readme.html", "words about data"),
            new("cifar-10-binary.tar.gz", "the archive of what was read")], Whole().Account.PassedOver);
        File.WriteAllBytes(Path.Combine(inner, "data_batch_2"), CifarBatch(10));
        Pack();
        Fails(() => ImageFolder.LoadWhole(packed.Path, NoDecoder),
            DataErrorKind.Unusable, "data_batch_2: this entry is no part of CIFAR-10 binary");
    }

    [Fact]
    public void Rows_and_columns_change_places_by_option()
    {
        Idx(images: IdxImages(3, 2, 3));
        _folder.With("t10k-images-idx3-ubyte", IdxImages(1, 2, 3));
        var (plain, turned) = (Whole(), Whole(ImageLayoutOptions.Default with { Transpose = true }));
        Assert.Equal((3, 2), (turned.Height, turned.Width));
        Assert.Equal([0, 1, 2, 3, 4, 5], plain.Test.Pixels);
        Assert.Equal([0, 3, 1, 4, 2, 5], turned.Test.Pixels);
        Assert.NotEqual(plain.Digest, turned.Digest);
    }

    [Fact]
    public void A_packed_file_is_read_no_further_than_its_header_promises()
    {
        // Broken just after what was promised: whoever unpacks all of it before looking at the header finds it damaged.
        var bomb = Gzip([.. IdxImages(3, 2, 2), .. Enumerable.Range(0, 1 << 20).Select(i => (byte)(i * i))]);
        Idx(images: bomb[..(bomb.Length / 2)]);
        Fails(() => Whole(), DataErrorKind.Unusable, "3 images of 2x2, that is 28 bytes (unpacked); there are more");
    }

    [Fact]
    public void A_header_that_promises_more_than_so_small_a_file_can_hold_is_refused_before_memory_is_taken()
    {
        Idx(images: Gzip([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 100, 0, 0, 0, 100, 0]), labels: IdxLabels(2, 0, 1));
        Fails(() => Whole(), DataErrorKind.Unusable, "the header says 3 images of 25600x25600", "so small a file unpacks to");
    }

    [Fact]
    public void Sizes_are_compared_by_headers_and_the_odd_one_is_never_decoded()
    {
        Images("a/1.png", "a/2.png", "a/huge.png", "b/1.png");
        var decoded = new List<string>();
        var decoder = new FakeDecoder
        {
            HeightOf = path =>
            path.EndsWith("huge.png", StringComparison.Ordinal) ? 40_000_000 : 2,
            Decoding = path => decoded.Add(Path.GetFileName(path))
        };
        Fails(() => Whole(decoder), DataErrorKind.Unusable, "huge.png: the header says 40000000x2 pixels");
        Assert.Equal(["1.png", "2.png", "1.png"], decoded);
        decoded.Clear();
        Fails(() => ImageFolder.LoadWhole(_folder.Path, () => decoder, ImageLayoutOptions.Default with { Resize = "fit" }),
            DataErrorKind.Unusable, "huge.png: the header says 40000000x2 pixels");
        Assert.DoesNotContain("huge.png", decoded);
    }

    [Fact]
    public void Images_of_several_sizes_are_resized_by_option()
    {
        Images("a/1.png", "b/2.png");
        var decoder = new FakeDecoder { HeightOf = path => path.EndsWith("2.png", StringComparison.Ordinal) ? 4 : 2 };
        var corpus = ImageFolder.LoadWhole(_folder.Path, () => decoder, ImageLayoutOptions.Default with { Resize = "crop", ResizeTo = 2 });
        Assert.Equal(((2, 2), "11112222"), ((corpus.Height, corpus.Width), Text(corpus.Train.Pixels)));
        Assert.Equal(["images resized to 2x2 (crop): 1"], corpus.Account.Done);
    }

    [Fact]
    public void All_faults_of_a_folder_are_told_at_once()
    {
        Images("train/a/1.png", "train/a/2.png",
            "train/b/1.png", "train/b/x.tif", "train/loose.jpg", "test/a/1.png", "test/c/1.png", "more/1.zip");
        var error = Assert.Throws<DataException>(() =>
            Whole(new FakeDecoder { HeightOf = path => path.EndsWith("2.png", StringComparison.Ordinal) ? 5 : 2 }));
        Assert.Equal(5, error.Faults.Count);
        Assert.Contains("There are 5 faults in all; 'enas data check'", error.Message, StringComparison.Ordinal);
        foreach (var name in new[] { "2.png", "x.tif", "loose.jpg", "test/c", "more/", "1.zip" })
        {
            Assert.Contains(error.Faults, fault => fault.Contains(name, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("last", "5,1,1,1,0\n9,1,1,1,1\n", null)]
    [InlineData("last", "0,1,1,1,7\n1,1,1,1,9\n", "csvLabel = \"first\"")]
    [InlineData("last", "0,1,1,1,0\n1,1,1,1,0\n", "csvLabel = \"first\"")]
    [InlineData("first", "5,1,1,1,0\n9,1,1,1,1\n", "csvLabel = \"last\"")]
    [InlineData("first", "0,1,1,1,7\n1,1,1,1,9\n", null)]
    [InlineData("last", "0,1,1,1,0\n1,1,1,1,1\n", null)]
    public void Labels_that_seem_to_stand_at_the_other_end_are_asked_about(string end, string lines, string? words)
    {
        _folder.With("train.csv", lines).With("test.csv", lines);
        var options = ImageLayoutOptions.Default with { CsvLabel = end };
        if (words is null)
        {
            Assert.Equal(2, Whole(options).Train.Count);
        }
        else
        {
            Fails(() => Whole(options), DataErrorKind.Unusable, words);
        }
    }

    [Fact]
    public void A_header_line_is_passed_over_by_option_and_numbers_are_not_lost_by_it()
    {
        _folder.With("train.csv", "a,b,c,d,label\n1,2,3,4,0\n5,6,7,8,1\n").With("test.csv", "a,b,c,d,label\n1,2,3,4,0\n");
        Fails(() => Whole(), DataErrorKind.Unusable, "train.csv:1: \"a\" is no whole number", "data.images.csvHeader = true");
        var options = ImageLayoutOptions.Default with { CsvHeader = true };
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Whole(options).Train.Pixels);
        _folder.With("test.csv", "1,2,3,4,0\n");
        Fails(() => Whole(options), DataErrorKind.Unusable, "test.csv:1: data.images.csvHeader = true, but the first line is numbers");
    }

    [Fact]
    public void Lines_longer_than_a_buffer_are_read_whole()
    {
        string Line(int label) => string.Join(',', Enumerable.Range(0, 300 * 300).Select(i => i % 256)) + $",{label}\n";
        _folder.With("train.csv", "\uFEFF" + Line(0) + Line(1)).With("test.csv", Line(1));
        var corpus = Whole();
        Assert.Equal((300, 2, 1), (corpus.Height, corpus.Train.Count, corpus.Test.Count));
        Assert.Equal(Enumerable.Range(0, 300 * 300).Select(i => (byte)i), corpus.Train.Image(1).ToArray());
    }

    [Fact]
    public void The_list_of_validation_images_may_lie_among_the_data()
    {
        Idx();
        _folder.With("split.list", "0");
        Fails(() => Whole(), DataErrorKind.Unusable, "split.list: this file is no part of what was read here (idx files)");
        var corpus = ImageFolder.Load(_folder.Path, Standard with { ValidIndices = _folder.PathOf("split.list") }, 1, NoDecoder);
        Assert.Equal((2, 1), (corpus.Train.Count, corpus.Valid.Count));
    }

    [Fact]
    public void What_is_not_there_says_what_was_looked_for()
    {
        Fails(() => Whole(), DataErrorKind.NotFound,
            "no images found", "data_batch_1.bin", "idx files", "NAME.tra", "a folder for each class", "There is: nothing");
        Assert.False(ImageFolder.LooksLikeImages(_folder.Path));
        Fails(() => ImageFolder.LoadWhole(_folder.PathOf("nowhere"), NoDecoder),
            DataErrorKind.NotFound, "nowhere: the data folder does not exist");
        _folder.With("file.bin", 1);
        Fails(() => ImageFolder.LoadWhole(_folder.PathOf("file.bin"), NoDecoder), DataErrorKind.Unusable, "this is a file");
    }

    [Theory]
    [InlineData("1;2;3;4;0\n", "train.csv:1", "separated by \";\"")]
    [InlineData("label;p1;p2;p3;p4\n", "train.csv:1", "separated by \";\"")]
    [InlineData("1,5;2,5;3,0;4;0\n", "train.csv:1", "separated by \";\"")]
    [InlineData("1\t2\t3\t4\t0\n", "train.csv:1", "separated by tabs")]
    [InlineData("1 2 3 4 0\n", "train.csv:1", "separated by blanks")]
    [InlineData("0.5,0.25,1,0,0\n", "\"0.5\" is no whole number", "multiply them by 255")]
    [InlineData("1,2e1,3,4,0\n", "\"2e1\" is no whole number", "multiply them by 255")]
    [InlineData("\"1\",\"2\",\"3\",\"4\",\"0\"\n", "quotation marks")]
    [InlineData("1,,3,4,0\n", "\"\" is no whole number")]
    [InlineData("<html>\n", "\"<html>\" is no whole number")]
    [InlineData("-1,2,3,4,0\n", "\"-1\" is no whole number")]
    public void Csv_of_another_kind_is_told_as_what_it_is(string train, params string[] words)
    {
        _folder.With("train.csv", train).With("test.csv", "1,2,3,4,0\n");
        Assert.DoesNotContain("csvHeader", Fails(() => Whole(), DataErrorKind.Unusable, words).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("label,p1,p2,p3,p4\n")]
    [InlineData("\"label\",\"pixel 1\",\"pixel 2\",\"pixel 3\",\"pixel 4\"\n")]
    [InlineData("the label,the first,second,third,fourth\n")]
    public void Names_of_columns_are_told_as_such(string header)
    {
        _folder.With("train.csv", header + "1,2,3,4,0\n").With("test.csv", "1,2,3,4,0\n");
        Fails(() => Whole(), DataErrorKind.Unusable, "train.csv:1", "data.images.csvHeader = true");
    }

    [Theory]
    [InlineData("utf-16", "UTF-16 (little-endian)")]
    [InlineData("utf-16BE", "UTF-16 (big-endian)")]
    [InlineData("utf-32", "UTF-32 (little-endian)")]
    public void Csv_in_another_encoding_is_told_by_its_name(string encoding, string words)
    {
        var text = System.Text.Encoding.GetEncoding(encoding);
        byte[] bytes = [.. text.GetBytes("1,2,3,4,0\n5,6,7,8,1\n")];
        _folder.With("test.csv", "1,2,3,4,0\n").With("train.csv", [.. text.GetPreamble(), .. bytes]);
        Fails(() => Whole(), DataErrorKind.Unusable, "train.csv: the file is " + words, "iconv");
        _folder.With("train.csv", bytes);
        Fails(() => Whole(), DataErrorKind.Unusable, "train.csv: the file is UTF-", "without a byte order mark");
        File.Delete(_folder.PathOf("train.csv"));
        _folder.With("train.csv.gz", Gzip([.. text.GetPreamble(), .. bytes]));
        Fails(() => Whole(), DataErrorKind.Unusable, "train.csv.gz: the file is " + words);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("\r\r\n")]
    public void A_line_of_csv_ends_with_a_line_feed_a_carriage_return_or_both(string end)
    {
        // Longer than a buffer, so that ends of lines fall on its end: each line has another length than those beside it.
        var lines = Enumerable.Range(0, 20_000).Select(i => $"{i % 256},{i % 10},3,{i * 7 % 256},{i % 2}" + end).ToArray();
        _folder.With("train.csv", string.Concat(lines)).With("test.csv", "1,2,3,4,0" + end + "1,2,3,4,1");
        var corpus = Whole();
        Assert.Equal((20_000, 2), (corpus.Train.Count, corpus.Test.Count));
        Assert.Equal([.. Enumerable.Range(0, 20_000)
            .SelectMany(i => new[] { (byte)(i % 256), (byte)(i % 10), (byte)3, (byte)(i * 7 % 256) })], corpus.Train.Pixels.ToArray());
        _folder.With("train.csv", "1,2,3,4,0" + end + "5,x,7,8,1" + end);
        Fails(() => Whole(), DataErrorKind.Unusable, end == "\r\r\n" ? "train.csv:3" : "train.csv:2", "\"x\" is no whole number");
    }

    [Fact]
    public void A_folder_without_images_says_what_is_there_and_what_is_meant()
    {
        Directory.CreateDirectory(_folder.PathOf("MNIST/raw"));
        _folder.With("MNIST/raw/train-images-idx3-ubyte", IdxImages(1, 2, 2)).With("notes.bin", "x");
        Fails(() => Whole(), DataErrorKind.NotFound,
            "no images found", "There is: MNIST/, notes.bin.", $"Is {_folder.PathOf("MNIST")} meant?");
    }

    private static IImageDecoder NoDecoder() => throw new InvalidOperationException("no image file, no decoder");

    private ImageCorpus Whole() => ImageFolder.LoadWhole(_folder.Path, NoDecoder);

    private ImageCorpus Whole(ImageLayoutOptions options) => ImageFolder.LoadWhole(_folder.Path, NoDecoder, options);

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

        public Action<string> Decoding { get; init; } = _ => { };

        public DecodedImage Decode(byte[] bytes, string path)
        {
            Decoding(path);
            var (channels, plane) = (ColourOf(path) ? 3 : 1, 2 * HeightOf(path));
            return new DecodedImage(channels,
                HeightOf(path), 2, [.. Enumerable.Range(0, channels * plane).Select(i => (byte)(bytes[0] + (i / plane)))]);
        }
    }
}
