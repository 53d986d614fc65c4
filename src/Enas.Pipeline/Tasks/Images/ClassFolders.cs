using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// A folder for each class with its images: in train/, valid/ and test/ (or other words for them), or in the data folder itself. Classes
/// and images are taken in the ordinal order of their names, those of folders inside a class's folder after its own. All images have one
/// size, unless the job resizes them; where some are in colour, grey ones become three equal channels. The folder of a part or of a class
/// may be a link to a folder elsewhere; a link to a folder inside a class is refused.
/// </summary>
internal static class ClassFolders
{
    public const string LookedFor =
        "a folder for each class with its images (PNG, JPEG, BMP, GIF, WebP, PPM, PGM), inside train/ and test/ or directly in it";
    private const string Layout = "class folders";

    /// <summary>No class is nested this deep.</summary>
    private const int DeepestFolder = 16;

    public static bool Fits(string folder) =>
        FolderFiles.FoldersOf(folder).Any(inner => PartNames.Of(FolderFiles.NameOf(inner)) == PartNames.Train || HoldsImages(inner, 1))
            || FolderFiles.FilesOf(folder).Any(ImageNames.IsImage);

    public static ImageParts Read(string folder, FolderReading reading)
    {
        reading.Options.RequireUse(reading.Folder, Layout, hasLabels: false, isCsv: false);
        RefuseLoose(folder, reading);
        var places = PartFolders(folder, reading);
        var names = ClassesOf(places.GetValueOrDefault(PartNames.Train, folder), reading);
        var files = new List<ImageFile>();
        foreach (var (part, place) in places.Count > 0 ? places : Whole(folder))
        {
            if (place != folder)
            {
                RefuseLoose(place, reading);
            }

            CollectPart(place, part, names, files, reading);
        }

        reading.IsClaimed = true;
        var images = ImageReader.Read(files, reading);
        reading.Faults.ThrowIfAny();
        var channels = images.Max(image => image.Channels);
        ImageSet? Part(string name) => places.ContainsKey(name) || name == PartNames.Train
            ? ImageReader.SetOf(folder, [.. images.Where(image => image.File.Part == name)], channels)
            : null;
        return new ImageParts(Layout, Part(PartNames.Train)!, Part(PartNames.Valid), Part(PartNames.Test), names);
    }

    /// <summary>The folders of the parts, train first; none where the classes lie in the data folder itself.</summary>
    private static SortedDictionary<string, string> PartFolders(string folder, FolderReading reading)
    {
        var places = new SortedDictionary<string, string>(Comparer<string>.Create((a, b) => Order(a).CompareTo(Order(b))));
        foreach (var inner in FolderFiles.FoldersOf(folder))
        {
            if (PartNames.Of(FolderFiles.NameOf(inner)) is { } part && !places.TryAdd(part, inner))
            {
                throw FolderFiles.Unusable($"{ForeignText.Shown(folder)}: both {FolderFiles.ShownName(places[part])}/ "
                    + $"and {FolderFiles.ShownName(inner)}/ are there, and both name the {part} set; keep one.");
            }
        }

        // Without a part nothing more can be said of the others.
        string[] refused = [.. places.Values.Where(place => !reading.Follows(place))];
        if (refused.Length > 0)
        {
            reading.Faults.ThrowIfAny();
        }

        return places.Count == 0 || places.ContainsKey(PartNames.Train)
            ? places
            : throw FolderFiles.Unusable($"{ForeignText.Shown(places.First().Value)}/: "
                + $"the folder is named as a part of a data set, and there is no train/ beside it. "
                + $"Put the training classes into train/, or rename the folder if it is a class. There is: {FolderFiles.Listing(folder)}.");
    }

    private static SortedDictionary<string, string> Whole(string folder) => new(StringComparer.Ordinal) { [PartNames.Train] = folder };

    private static int Order(string part) => PartNames.All.TakeWhile(known => known != part).Count();

    private static string[] ClassesOf(string folder, FolderReading reading)
    {
        string[] names = [.. FolderFiles.FoldersOf(folder).Where(reading.Follows).Select(FolderFiles.NameOf)];
        if (names.Length < 2)
        {
            reading.Faults.Add($"{ForeignText.Shown(folder)}: {names.Length} class "
                + $"folders; a search needs at least two. There is: {FolderFiles.Listing(folder)}.");
            reading.Faults.ThrowIfAny();
        }

        return names;
    }

    private static void CollectPart(string folder, string part, string[] classes, List<ImageFile> files, FolderReading reading)
    {
        var inside = FolderFiles.FoldersOf(folder);
        if (inside.Length == 0)
        {
            reading.Faults.Add($"{ForeignText.Shown(folder)}: no class folders in it. There is: {FolderFiles.Listing(folder)}.");
        }

        foreach (var inner in inside.Where(reading.Follows))
        {
            var (label, before) = (Array.IndexOf(classes, FolderFiles.NameOf(inner)), files.Count);
            var hasFaults = CollectClass(inner, part, label, 0, files, reading);
            if (label < 0)
            {
                var shown = string.Join(", ", classes.Take(10).Select(name => ForeignText.Shown(name)));
                reading.Faults.Add($"{ForeignText.Shown(inner)}: there is no training class of this name. "
                    + $"Training classes: {shown}{(classes.Length > 10 ? " ..." : "")}.");
                files.RemoveRange(before, files.Count - before);
            }
            else if (files.Count == before && !hasFaults)
            {
                reading.Faults.Add($"{ForeignText.Shown(inner)}: no images in this class folder. Put some in, or remove the folder.");
            }
        }
    }

    /// <summary>Adds the images of a class; says whether there were files that cannot be added.</summary>
    private static bool CollectClass(string folder, string part, int label, int depth, List<ImageFile> files, FolderReading reading)
    {
        if (depth > DeepestFolder)
        {
            reading.Faults.Add($"{ForeignText.Shown(folder)}: folders are nested more than {DeepestFolder} deep. Move it out.");
            return true;
        }

        var hasFaults = false;
        foreach (var path in FolderFiles.FilesOf(folder))
        {
            if (ImageNames.IsImage(path))
            {
                files.Add(new ImageFile(reading.Claim(path), part, label));
                if (depth > 0)
                {
                    reading.Count("images in folders inside class folders, taken for that class");
                }
            }
            else if (ImageNames.IsOtherImage(path))
            {
                reading.Faults.Add($"{ForeignText.Shown(reading.Claim(path))}: images "
                    + $"are read from {ImageNames.Formats} files only. Convert it, or move it out.");
                hasFaults = true;
            }
        }

        // A link to a folder is no part of a class: it is refused with what else lies there and was not read.
        foreach (var inner in FolderFiles.FoldersOf(folder).Where(inner => !FolderLinks.IsLink(inner)))
        {
            hasFaults |= CollectClass(inner, part, label, depth + 1, files, reading);
        }

        return hasFaults;
    }

    private static void RefuseLoose(string folder, FolderReading reading)
    {
        foreach (var path in FolderFiles.FilesOf(folder).Where(path => ImageNames.IsImage(path) || ImageNames.IsOtherImage(path)))
        {
            reading.Faults.Add($"{ForeignText.Shown(reading.Claim(path))}: this image "
                + $"lies in no class folder, so nothing says what it shows. Move it into the folder of its class, or out.");
        }
    }

    private static bool HoldsImages(string folder, int depth) => FileNames.KindOf(folder) == FileKind.Directory
        && (FolderFiles.FilesOf(folder).Any(ImageNames.IsImage)
            || (depth < 3 && FolderFiles.FoldersOf(folder).Any(inner => !FolderLinks.IsLink(inner) && HoldsImages(inner, depth + 1))));
}
