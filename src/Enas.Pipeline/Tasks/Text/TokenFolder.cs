using System.Globalization;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>
/// Reads a folder of text into a corpus: a file each for train, valid and test, or one text of which the first 90 % of the tokens are
/// train, the next 5 % valid and the rest test. <c>&lt;eos&gt;</c> ends every line, empty lines too, as in Mikolov's PTB.
/// </summary>
internal static class TokenFolder
{
    private const int TrainPercent = 90;
    private const int ValidPercent = 5;
    private const int LeastTokens = 20;
    private const int ShownNames = 10;

    /// <summary>The corpus of a folder.</summary>
    /// <param name="reading">How the text becomes tokens; as words where it is not given.</param>
    /// <exception cref="DataException">The folder or a file is missing, or the text cannot be used.</exception>
    public static TokenCorpus Load(string folder, TokenReading? reading = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        reading ??= TokenReading.Plain;
        var files = TokenFiles.Find(folder);
        var (remarks, faults) = (new List<string>(), new DataFaults());
        var parts = files.IsOneText ? OneText(files.Paths[0], reading, remarks) : null;
        var (table, names) = (new Utf8WordTable(), Names(files));
        var train = faults.Try(() => Part(0, files, parts, reading, remarks));
        var selection = train is null ? null : WordSelection.Of(train, reading);
        var trainTokens = train?.Numbered(table, selection!);
        AddUnknown(table, selection, reading, remarks);

        // What is wrong with one file keeps nobody from being told what is wrong with the others.
        NumberedTokens? Others(int number) =>
            faults.Try(() => Part(number, files, parts, reading, remarks) is var part && selection is not null
            ? part.Known(table, selection, names.Train)
            : new NumberedTokens([], 0));
        var (valid, test) = (Others(1), Others(2));
        faults.ThrowIfAny();
        AddReplaced(reading, trainTokens!, valid!, test!, remarks);
        AddPassedOver(files, remarks);
        return new TokenCorpus(new Vocabulary(table), trainTokens!.Ids, valid!.Ids, test!.Ids) { Names = names, Remarks = remarks };
    }

    /// <summary>The test text of a folder.</summary>
    /// <exception cref="DataException">The folder or the file is missing, or the text cannot be used.</exception>
    internal static TokenPart TestPart(string folder, string unit)
    {
        if (TokenFiles.TestAlone(folder) is { } alone)
        {
            return new TokenPart(TokenText.Read(alone, unit));
        }

        var (files, reading) = (TokenFiles.Find(folder), TokenReading.Plain with { Unit = unit });
        return files.IsOneText ? OneText(files.Paths[0], reading, [])[^1] : Part(2, files, null, reading, []);
    }

    private static void AddUnknown(Utf8WordTable table, WordSelection? selection, TokenReading reading, List<string> remarks)
    {
        if (selection is { HasUnknown: true } && table.Find(selection.Unknown) < 0)
        {
            table.FindOrAdd(selection.Unknown);
            remarks.Add($"the training text does not have the word {ForeignText.Shown(reading.UnknownWord)}, "
                + $"and no word of it is left out: a model never learns it. Set data.unknown.minimumCount or data.unknown.vocabularySize");
        }
    }

    private static void AddReplaced(
        TokenReading reading, NumberedTokens train, NumberedTokens valid, NumberedTokens test, List<string> remarks)
    {
        if (train.Replaced + valid.Replaced + test.Replaced > 0)
        {
            remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{ForeignText.Shown(reading.UnknownWord)} "
                + $"stands for {Counted.Of(train.Replaced, "token")} of train, "
                + $"{valid.Replaced:N0} of valid and {test.Replaced:N0} of test"));
        }
    }

    private static TokenPart Part(int number, TokenFiles files, TokenPart[]? parts, TokenReading reading, List<string> remarks)
    {
        if (parts is not null)
        {
            return parts[number];
        }

        var text = TokenText.Read(files.Paths[number], reading.Unit);
        remarks.AddRange(TextOddities.Of(text, reading.Unit));
        return new TokenPart(text);
    }

    private static TokenPart[] OneText(string path, TokenReading reading, List<string> remarks)
    {
        var text = TokenText.Read(path, reading.Unit);
        remarks.AddRange(TextOddities.Of(text, reading.Unit));
        var count = 0;
        text.Visit((_, _) => count++);
        if (count < LeastTokens)
        {
            throw new DataException(DataErrorKind.Unusable, $"{ForeignText.Escaped(path)}: {count} "
                + $"tokens are too few to be split into train, valid and test; it takes {LeastTokens}. Use more text, or a file each.");
        }

        remarks.Add($"{ForeignText.Shown(Path.GetFileName(path))} is split by "
            + $"position: the first {TrainPercent} % of its tokens are train, the next {ValidPercent} % valid, the rest test");
        var (valid, test) = ((int)((long)count * TrainPercent / 100), (int)((long)count * (TrainPercent + ValidPercent) / 100));
        return [new TokenPart(text, 0, valid), new TokenPart(text, valid, test), new TokenPart(text, test)];
    }

    private static void AddPassedOver(TokenFiles files, List<string> remarks)
    {
        if (files.PassedOver.Count > 0)
        {
            var more = files.PassedOver.Count > ShownNames
                ? string.Create(CultureInfo.InvariantCulture, $" and {files.PassedOver.Count - ShownNames} more") : string.Empty;
            remarks.Add($"not read: {string.Join(", ", files.PassedOver.Take(ShownNames))}{more}");
        }
    }

    private static TokenSetNames Names(TokenFiles files) => files.IsOneText
        ? new TokenSetNames($"the train part of {files.Paths[0]}",
            $"the valid part of {files.Paths[0]}", $"the test part of {files.Paths[0]}")
        : new TokenSetNames(files.Paths[0], files.Paths[1], files.Paths[2]);
}
