namespace Enas.Pipeline.Data.Images;

/// <summary>
/// The binary layout of CIFAR-10 (Krizhevsky 2009): files of records of 3,073 bytes, a label 0 to 9 and the red, green and blue plane of
/// 32x32. All data_batch_*.bin that are there are the training images, in the order of their numbers; test_batch.bin is the test set.
/// </summary>
internal static class CifarBinary
{
    public const string LookedFor = "data_batch_1.bin ... and test_batch.bin (CIFAR-10 binary)";
    private const int Classes = 10;
    private const int Channels = 3;
    private const int Side = 32;
    private const int ImageLength = Channels * Side * Side;
    private const int RecordLength = 1 + ImageLength;
    private const string TrainPrefix = "data_batch_";
    private const string TestName = "test_batch.bin";
    private const string NamesName = "batches.meta.txt";
    private const string InnerFolder = "cifar-10-batches-bin";

    /// <summary>The folder itself or the one that the archive makes, or null when neither is this layout.</summary>
    public static string? Find(string folder) => new[] { folder, Path.Combine(folder, InnerFolder) }
        .Where(Directory.Exists)
        .FirstOrDefault(place => TrainFiles(place).Length > 0 || File.Exists(Path.Combine(place, TestName)));

    public static ImageParts Read(string folder)
    {
        var (train, test) = (TrainFiles(folder), Path.Combine(folder, TestName));
        if (train.Length == 0)
        {
            throw ImageFiles.NotFound($"{folder}: data_batch_1.bin missing: there is {TestName} but nothing to train on. Unpack the whole archive.");
        }

        if (!File.Exists(test))
        {
            throw ImageFiles.NotFound($"{folder}: {TestName} missing. Unpack the whole archive; there is: {ImageFiles.Listing(folder)}.");
        }

        return new ImageParts("CIFAR-10 binary", ImageParts.Joined(folder, [.. train.Select(ReadFile)]), null, ReadFile(test), ClassNames(folder));
    }

    // By number, so that batch 10 of a larger set would come after batch 9.
    private static string[] TrainFiles(string folder) => [.. ImageFiles.FilesOf(folder)
        .Select(path => (Path: path, Number: NumberOf(ImageFiles.NameOf(path)))).Where(file => file.Number >= 0)
        .OrderBy(file => file.Number).Select(file => file.Path)];

    private static int NumberOf(string name) =>
        name.StartsWith(TrainPrefix, StringComparison.Ordinal) && name.EndsWith(".bin", StringComparison.Ordinal)
        && int.TryParse(name[TrainPrefix.Length..^".bin".Length], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : -1;

    private static ImageSet ReadFile(string path)
    {
        var bytes = ImageFiles.Read(path);
        var (count, rest) = Math.DivRem(bytes.Length, RecordLength);
        if (rest != 0)
        {
            throw ImageFiles.Unusable($"{path}: {bytes.Length} bytes are not whole records of {RecordLength} bytes (label, then 3 planes of 32x32): {rest} bytes are left after {count} records. The file is incomplete or no CIFAR-10 batch; fetch or copy it again.");
        }

        var (pixels, labels) = (new byte[count * ImageLength], new int[count]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = bytes[i * RecordLength];
            if (labels[i] >= Classes)
            {
                throw ImageFiles.Unusable($"{path}: record {i} has label {labels[i]}; allowed: 0 to {Classes - 1}. The file is damaged or no CIFAR-10 batch (CIFAR-100 has another layout).");
            }

            bytes.AsSpan((i * RecordLength) + 1, ImageLength).CopyTo(pixels.AsSpan(i * ImageLength));
        }

        return new ImageSet(Channels, Side, Side, pixels, labels);
    }

    private static string[] ClassNames(string folder)
    {
        var path = Path.Combine(folder, NamesName);
        if (!File.Exists(path))
        {
            return ImageParts.Numbers(Classes);
        }

        string[] names = [.. System.Text.Encoding.UTF8.GetString(ImageFiles.Read(path)).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        return names.Length == Classes
            ? names
            : throw ImageFiles.Unusable($"{path}: {names.Length} class names; CIFAR-10 has {Classes}. Correct the file, or remove it: it is not needed.");
    }
}
