namespace Enas.Pipeline.Tasks.Images;

/// <summary>One of the two binary layouts of CIFAR (Krizhevsky 2009): records of labels and the red, green and blue
/// plane of 32x32.</summary>
/// <param name="Name">For people.</param>
/// <param name="Folder">The folder that the archive makes.</param>
/// <param name="Archive">The archive as it is published.</param>
/// <param name="TrainFiles">What its training files are called, for messages.</param>
/// <param name="TestFile">The test set.</param>
/// <param name="Labels">How many classes each of a record's labels has, in their order.</param>
/// <param name="NameFiles">The names of the classes, for each of the labels.</param>
internal sealed record CifarFormat(
    string Name, string Folder, string Archive, string TrainFiles, string TestFile, int[] Labels, string[] NameFiles)
{
    private const string BatchPrefix = "data_batch_";
    private const string Ending = ".bin";

    public static CifarFormat Ten { get; } = new(
        "CIFAR-10 binary", "cifar-10-batches-bin",
            "cifar-10-binary.tar.gz", "data_batch_1.bin", "test_batch.bin", [10], ["batches.meta.txt"]);

    public static CifarFormat Hundred { get; } = new(
        "CIFAR-100 binary", "cifar-100-binary",
            "cifar-100-binary.tar.gz", "train.bin", "test.bin", [20, 100], ["coarse_label_names.txt", "fine_label_names.txt"]);

    public static IReadOnlyList<CifarFormat> All { get; } = [Ten, Hundred];

    /// <summary>Its number among the training files, from 0; -1 for a file that is none.</summary>
    public int TrainNumber(string name) => this == Hundred
        ? (name == TrainFiles ? 0 : -1)
        : name.StartsWith(BatchPrefix, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal)
            // By number, so that batch 10 of a larger set would come after batch 9.
            && int.TryParse(name[BatchPrefix.Length..^Ending.Length],
                System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : -1;

    public bool HasImages(string name) => TrainNumber(name) >= 0 || name == TestFile;

    public bool Reads(string name) => HasImages(name) || NameFiles.Contains(name);
}
