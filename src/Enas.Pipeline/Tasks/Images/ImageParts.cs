using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>What a layout holds, before it is split: the sets it has, all of one shape.</summary>
/// <param name="Layout">For people.</param>
/// <param name="Train">What to train on, and to take a validation set from where there is none.</param>
/// <param name="Valid">The validation set, where the data has one.</param>
/// <param name="Test">The test set, where the data has one.</param>
/// <param name="ClassNames">In the order of the labels.</param>
internal sealed record ImageParts(string Layout, ImageSet Train, ImageSet? Valid, ImageSet? Test, IReadOnlyList<string> ClassNames)
{
    /// <summary>What became of every entry of the folder.</summary>
    public FolderAccount Account { get; init; } = FolderAccount.Nothing;

    /// <summary>The same with each set changed.</summary>
    public ImageParts Each(Func<ImageSet, ImageSet> change) =>
        this with { Train = change(Train), Valid = Valid is null ? null : change(Valid), Test = Test is null ? null : change(Test) };

    /// <summary>Names of classes that have none: their numbers.</summary>
    public static string[] Numbers(int count) =>
        [.. Enumerable.Range(0, count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>One set of several of one shape, in their order.</summary>
    public static ImageSet Joined(string folder, IReadOnlyList<ImageSet> sets)
    {
        if (sets.Count == 1)
        {
            return sets[0];
        }

        var pixels = new byte[FolderFiles.PixelLength(folder, sets.Sum(set => set.Pixels.LongLength))];
        var start = 0;
        foreach (var set in sets)
        {
            set.Pixels.CopyTo(pixels, start);
            start += set.Pixels.Length;
        }

        return new ImageSet(sets[0].Channels, sets[0].Height, sets[0].Width, pixels, [.. sets.SelectMany(set => set.Labels)])
        {
            SourceOf = SourceOf(sets),
        };
    }

    private static Func<int, string>? SourceOf(IReadOnlyList<ImageSet> sets) => sets.Any(set => set.SourceOf is null) ? null : image =>
    {
        var set = 0;
        for (; image >= sets[set].Count; set++)
        {
            image -= sets[set].Count;
        }

        return sets[set].SourceOf!(image);
    };

    /// <summary>Refuses labels that the training images do not have, and training images of one class.</summary>
    public void CheckLabels(string folder)
    {
        var present = new bool[ClassNames.Count];
        foreach (var label in Train.Labels)
        {
            present[label] = true;
        }

        if (present.Count(known => known) < 2)
        {
            throw FolderFiles.Unusable($"{folder}: all {Train.Count} training images have one label; a search needs at least two classes.");
        }

        foreach (var (set, name) in new[] { (Valid, "validation"), (Test, "test") })
        {
            var unknown = Array.FindIndex(set?.Labels ?? [], label => label >= present.Length || !present[label]);
            if (unknown >= 0)
            {
                throw FolderFiles.Unusable($"{folder}: {name} image {unknown} has label {set!.Labels[unknown]}, "
                    + $"which no training image has. Images and labels do not belong together, or the training set is incomplete.");
            }
        }
    }
}
