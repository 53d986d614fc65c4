namespace Enas.Pipeline.Data;

/// <summary>
/// Reads a folder of text into a corpus: train.txt, valid.txt and test.txt, or NAME.train.txt, NAME.valid.txt and NAME.test.txt for exactly
/// one NAME. Words are separated by ASCII white space; <c>&lt;eos&gt;</c> ends every line, empty lines too, as in Mikolov's PTB.
/// </summary>
public static class TokenFolder
{
    private static readonly string[] s_splits = ["train", "valid", "test"];

    /// <summary>The corpus of a folder.</summary>
    /// <exception cref="DataException">The folder or a file is missing, or the text cannot be used.</exception>
    public static TokenCorpus Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var paths = FindFiles(folder);
        var table = new Utf8WordTable();
        var train = Tokens(TokenText.Read(paths[0]), table);
        var valid = KnownTokens(TokenText.Read(paths[1]), table, paths[0]);
        var test = KnownTokens(TokenText.Read(paths[2]), table, paths[0]);
        return new TokenCorpus(new Vocabulary(table), train, valid, test) { Names = new TokenSetNames(paths[0], paths[1], paths[2]) };
    }

    /// <summary>The paths of the three splits, in the order train, valid, test.</summary>
    /// <exception cref="DataException">The folder is missing or does not hold exactly one complete set.</exception>
    public static IReadOnlyList<string> FindFiles(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new DataException(DataErrorKind.NotFound, $"{folder}: the data folder does not exist. Give data.path a folder with train.txt, valid.txt and test.txt, or fetch a data set with 'enas data get ptb'.");
        }

        var names = FileNames(folder);
        var prefixes = names.Where(IsSplit).Select(Prefix).Distinct(StringComparer.Ordinal).ToArray();
        if (prefixes.Length > 1)
        {
            var listed = string.Join(", ", prefixes.Select(p => p + "train.txt"));
            throw new DataException(DataErrorKind.Unusable, $"{folder}: more than one data set in the folder ({listed}, ...). A data folder holds exactly one; move the others out.");
        }

        var wanted = s_splits.Select(split => (prefixes.Length == 1 ? prefixes[0] : "") + split + ".txt").ToArray();
        var missing = wanted.Except(names, StringComparer.Ordinal).ToArray();
        return missing.Length == 0
            ? [.. wanted.Select(name => Path.Combine(folder, name))]
            : throw new DataException(DataErrorKind.NotFound, $"{folder}: {string.Join(", ", missing)} missing. A data folder holds train.txt, valid.txt and test.txt, or NAME.train.txt and so on. There is: {Listing(names)}.");
    }

    private static string[] FileNames(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(DataErrorKind.Unusable, $"{folder}: the data folder cannot be read: {error.Message}", error);
        }
    }

    private static bool IsSplit(string name) =>
        s_splits.Any(split => name == split + ".txt" || name.EndsWith("." + split + ".txt", StringComparison.Ordinal));

    /// <summary>What stands before the split's name, with its dot: <c>ptb.</c> of <c>ptb.train.txt</c>.</summary>
    private static string Prefix(string name)
    {
        var split = s_splits.First(s => name.EndsWith(s + ".txt", StringComparison.Ordinal));
        return name[..^(split.Length + ".txt".Length)];
    }

    private static string Listing(string[] names)
    {
        const int Shown = 10;
        return names.Length switch
        {
            0 => "nothing",
            <= Shown => string.Join(", ", names),
            _ => $"{string.Join(", ", names.Take(Shown))} and {names.Length - Shown} more",
        };
    }

    private static int[] Tokens(TokenText text, Utf8WordTable table)
    {
        var tokens = new List<int>();
        text.Visit((word, _) => tokens.Add(table.FindOrAdd(word.IsEmpty ? "<eos>"u8 : word)));
        return [.. tokens];
    }

    private static int[] KnownTokens(TokenText text, Utf8WordTable table, string trainPath)
    {
        var tokens = new List<int>();
        var unknown = new UnknownWords(text);
        text.Visit((word, offset) =>
        {
            var id = table.Find(word.IsEmpty ? "<eos>"u8 : word);
            tokens.Add(id);
            if (id < 0)
            {
                unknown.Add(word, offset);
            }
        });
        unknown.ThrowIfAny(trainPath);
        return [.. tokens];
    }
}
