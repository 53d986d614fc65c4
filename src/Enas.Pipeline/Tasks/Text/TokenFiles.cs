using System.Globalization;
using System.Text.RegularExpressions;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>
/// The text files of a data folder by the names that people give them: <c>train.txt</c>, <c>ptb.valid.txt</c>, <c>wiki.test.tokens</c>,
/// <c>dev.txt.gz</c>; or one text alone. What else lies there is known to be harmless or named, and nothing is passed over in silence.
/// </summary>
internal sealed partial class TokenFiles
{
    private const int Shown = 10;
    private static readonly string[] s_splits = ["train", "valid", "test"];
    private static readonly string[] s_harmless =
        ["readme", "license", "licence", "copying", "citation", "changelog", "sha256sums", "md5sums", "checksums"];

    private TokenFiles(string folder, IReadOnlyList<string> read, Entry[] entries)
    {
        Paths = [.. read.Select(name => Path.Combine(folder, name))];
        PassedOver = [.. entries.Where(entry => !read.Contains(entry.Name) && !IsHarmless(entry.Name)).Select(entry => entry.Words)];
        Harmless = [.. entries.Where(entry => IsHarmless(entry.Name)).Select(entry => entry.Words)];
    }

    /// <summary>Train, valid and test in this order; or the one text that is to be split.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Whether there is one text for all three sets.</summary>
    public bool IsOneText => Paths.Count == 1;

    /// <summary>What lies in the folder and is not read, in words, by ordinal order of the names; without what is known
    /// to be harmless.</summary>
    public IReadOnlyList<string> PassedOver { get; }

    /// <summary>What lies in the folder and is known to be no data: hidden files, what systems leave behind, words
    /// about the data.</summary>
    public IReadOnlyList<string> Harmless { get; }

    /// <summary>Whether a file of a folder is named as one of the three sets.</summary>
    public static bool HasSplit(string folder) => Entries(folder).Any(entry => IsFile(entry) && SplitOf(entry.Name) is not null);

    /// <summary>Whether a folder has exactly one file that can be a text.</summary>
    public static bool HasOneText(string folder) => Texts(Entries(folder)).Length == 1;

    /// <summary>The files of a folder.</summary>
    /// <exception cref="DataException">The folder is missing or does not hold exactly one complete set.</exception>
    public static TokenFiles Find(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var entries = Entries(folder);
        var splits = entries.Where(IsFile).Select(entry => SplitOf(entry.Name)).OfType<SplitName>().ToArray();
        if (splits.Length > 0)
        {
            return OfSplits(folder, entries, splits);
        }

        var texts = Texts(entries);
        return texts switch
        {
            [_] => new TokenFiles(folder, texts, entries),
            [] => throw Missing(folder, s_splits.Select(split => split + ".txt"), entries),
            _ => throw new DataException(
                DataErrorKind.NotFound, $"{Folder(folder)}: {texts.Length} files could be the text, and none is named as a set. "
                + $"Name them train.txt, valid.txt and test.txt, or leave one that is split by position. There is: {Listing(entries)}."),
        };
    }

    /// <summary>The test text of a folder that has no text for training, as somebody has it who has the network alone; null of all
    /// other folders.</summary>
    /// <exception cref="DataException">The folder is missing, or two files are named as its test text.</exception>
    public static string? TestAlone(string folder)
    {
        var splits = Entries(folder).Where(IsFile).Select(entry => SplitOf(entry.Name)).OfType<SplitName>().ToArray();
        return splits.Length > 0 && Array.TrueForAll(splits, name => name.Split == s_splits[^1])
            ? Path.Combine(folder, Choose(folder, s_splits[^1], splits)!) : null;
    }

    private static TokenFiles OfSplits(string folder, Entry[] entries, SplitName[] splits)
    {
        var prefixes = splits.Select(name => name.Prefix).Distinct(StringComparer.Ordinal).ToArray();
        if (prefixes.Length > 1)
        {
            var listed = string.Join(", ", prefixes.Select(prefix => ForeignText.Shown(splits.First(name => name.Prefix == prefix).Name)));
            throw new DataException(DataErrorKind.Unusable, $"{Folder(folder)}: more "
                + $"than one data set in the folder ({listed}, ...). A data folder holds exactly one; move the others out.");
        }

        var chosen = s_splits.Select(split => Choose(folder, split, splits)).ToArray();
        var missing = s_splits.Where((_, i) => chosen[i] is null)
            .Select(split => $"{ForeignText.Shown(prefixes[0])}{split}{splits[0].Extension}").ToArray();
        return missing.Length == 0
            ? new TokenFiles(folder, chosen!, entries)
            : throw Missing(folder, missing, entries);
    }

    /// <summary>The file of a set. A file and its packed copy are one, of which the plain one is read.</summary>
    private static string? Choose(string folder, string split, SplitName[] names)
    {
        var own = names.Where(name => name.Split == split).ToArray();
        var plain = own.Select(name => name.Unpacked).Distinct(StringComparer.Ordinal).ToArray();
        return plain.Length <= 1
            ? own.MinBy(name => name.Name.Length)?.Name
            : throw new DataException(
                DataErrorKind.Unusable, $"{Folder(folder)}: {string.Join(" and ", plain.Select(name => ForeignText.Shown(name)))} "
                + $"are both named as the {split} text. A data folder holds one of each set; move the others out.");
    }

    private static DataException Missing(string folder, IEnumerable<string> names, Entry[] entries) => new(
        DataErrorKind.NotFound,
        $"{Folder(folder)}: {string.Join(", ", names)} missing. A data folder "
            + $"holds train.txt, valid.txt and test.txt, or NAME.train.txt and so on (also validation, val, dev; .tokens, .text, .raw; "
            + $"packed with gzip), or one text that is split by position. There is: "
                + $"{Listing(entries)}.{FolderContents.Meant(folder, HasSplit)}");

    private static string Listing(Entry[] entries) => entries.Length switch
    {
        0 => "nothing",
        <= Shown => string.Join(", ", entries.Select(entry => entry.Words)),
        _ => string.Create(CultureInfo.InvariantCulture,
            $"{string.Join(", ", entries.Take(Shown).Select(entry => entry.Words))} and {entries.Length - Shown} more"),
    };

    private static string Folder(string folder) => ForeignText.Escaped(folder);

    /// <summary>The files that can be the one text: those with a text's name, else those with no extension, else pipes and devices named as
    /// a text, which are refused.</summary>
    private static string[] Texts(Entry[] entries)
    {
        var named = entries.Where(entry => IsFile(entry) && !IsHarmless(entry.Name)).ToArray();
        var files = named.Where(entry => entry.Kind == FileKind.Regular).ToArray();
        Entry[][] tiers = [[.. files.Where(entry => TextName().IsMatch(entry.Name))],
            [.. files.Where(entry => BareName().IsMatch(entry.Name))], [.. named.Where(entry => TextName().IsMatch(entry.Name))]];
        return [.. (tiers.FirstOrDefault(tier => tier.Length > 0) ?? []).Select(entry => entry.Name)];
    }

    // What cannot be read for what it is (a pipe, a device) is still named as a set: to read it is refused in words.
    private static bool IsFile(Entry entry) => entry.Kind is not FileKind.Directory;

    private static bool IsHarmless(string name) =>
        name.StartsWith('.') || name is "Thumbs.db" or "desktop.ini" or "__MACOSX"
            || s_harmless.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static SplitName? SplitOf(string name)
    {
        var match = SplitPattern().Match(name);
        return !match.Success || IsHarmless(name)
            ? null
            : new SplitName(
                name,
                match.Groups["prefix"].Value,
                match.Groups["valid"].Success ? "valid" : match.Groups["test"].Success ? "test" : "train",
                match.Groups["extension"].Value,
                name[..(name.Length - match.Groups["packed"].Length)]);
    }

    private static Entry[] Entries(string folder)
    {
        switch (FileNames.KindOf(folder))
        {
            case FileKind.Absent:
                throw new DataException(DataErrorKind.NotFound, $"{Folder(folder)}: the data folder does not exist. "
                    + $"Give data.path a folder with train.txt, valid.txt and test.txt, or fetch a data set with 'enas data get ptb'.");
            case FileKind.Directory:
                break;
            case var kind:
                throw new DataException(DataErrorKind.Unusable, $"{Folder(folder)}: is {RegularFile.WordsOf(kind)}; "
                    + $"data is read from a folder. Give the folder that it lies in, or put it into one of its own.");
        }

        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder)
                .Order(StringComparer.Ordinal).Select(path => new Entry(Path.GetFileName(path), FileNames.KindOf(path)))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(DataErrorKind.Unusable,
                $"{Folder(folder)}: the data folder cannot be read: {ForeignText.Shown(error.Message)}", error);
        }
    }

    private sealed record Entry(string Name, FileKind Kind)
    {
        public string Words => ForeignText.Shown(Name) + Kind switch
        {
            FileKind.Regular => string.Empty,
            FileKind.Directory => "/",
            FileKind.Absent => " (a link to nothing)",
            _ => $" ({RegularFile.WordsOf(Kind)})",
        };
    }

    private sealed record SplitName(string Name, string Prefix, string Split, string Extension, string Unpacked);

    [GeneratedRegex(
        @"^(?<prefix>(?:.*[._-])?)(?:(?<train>train(?:ing)?)|(?<valid>valid(?:ation)?|val|dev)|(?<test>test(?:ing)?))"
            + @"(?<extension>\.(?:txt|tokens|text|raw))(?<packed>\.gz)?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SplitPattern();

    [GeneratedRegex(@"\.(txt|tokens|text|raw)(\.gz)?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex TextName();

    [GeneratedRegex(@"^[^.]*(\.gz)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex BareName();
}
