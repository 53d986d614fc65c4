using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Data;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Host.Verbs.Data;

/// <summary>Lists, fetches and checks data sets. Only <c>get</c> opens a connection.</summary>
internal static class DataVerb
{
    private const int MostNames = 5;
    private const int MostOfAName = 60;

    public static int List(Terminal terminal)
    {
        foreach (var entry in DataCatalog.Known)
        {
            terminal.Line($"{entry.Name}  {entry.Description}");
            terminal.Line($"     {Mebi(entry.Size)} MiB; {entry.Licence}");
            terminal.Line($"     fetch it with: {CommandText.Of("data", "get", entry.Name)}");
        }

        terminal.Result(new JsonObject { ["dataSets"] = new JsonArray([.. DataCatalog.Known.Select(ToJson)]) });
        return ExitCodes.Done;
    }

    public static async Task<int> GetAsync(string name, string? folder, Terminal terminal)
    {
        var entry = DataCatalog.Find(name);
        var target = Surroundings.FullPath(folder ?? Path.Combine("data", entry.Name));
        OwnNames.Refuse(ForeignText.Shown(target), Path.Combine(target, entry.Name));
        terminal.Line($"{entry.Name}: {entry.Licence}");
        using var client = new HttpClient();
        var files = await new DataDownloader(client).GetAsync(entry, target, new LineProgress(terminal), CancellationToken.None);
        terminal.Line($"{entry.Name} is in {target}, verified. In a job: \"data\": {{ \"kind\": \"{entry.Kind}\", "
            + $"\"path\": \"{target}\" }}. What it holds: {CommandText.Of("data", "check", target)}");
        terminal.Result(new JsonObject
        {
            ["name"] = entry.Name,
            ["folder"] = target,
            ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)])
        });
        return ExitCodes.Done;
    }

    public static int Check(string folder, IReadOnlyList<string> sets, Terminal terminal)
    {
        try
        {
            return CheckAny(folder, sets, terminal);
        }
        catch (DataException error) when (error.Faults.Count > 1)
        {
            throw new DataCheckException(error);
        }
    }

    // What can lie in a folder, and how it is checked.
    private static readonly (string Task, Func<string, IReadOnlyList<string>, Terminal, int> Check)[] s_checks =
    [
        (FolderTask.Images, (folder, sets, terminal) => CheckImages(folder, DataOptions.ForImages(sets), terminal)),
        (FolderTask.Text, CheckText),
    ];

    private static int CheckAny(string folder, IReadOnlyList<string> sets, Terminal terminal)
    {
        var task = FolderTask.Of(folder);
        return s_checks.First(known => known.Task == task).Check(folder, sets, terminal);
    }

    private static int CheckImages(string folder, ImageLayoutOptions options, Terminal terminal)
    {
        var check = DataCatalog.CheckImages(folder, options);
        foreach (var set in check.Sets)
        {
            var most = set.PerClass.Max();
            var spread = most == set.PerClass.Min() ? Number(most) : $"{Number(set.PerClass.Min())} to {Number(most)}";
            terminal.Line(set.Count == 0 ? $"{set.Set,-6} none: a job takes it from the training images"
                : $"{set.Set,-6} {Number(set.Count),9} images, {spread} of a class");
        }

        terminal.Line($"size   {check.Channels} x {check.Height} x {check.Width} (channels x height x width), {check.Layout}");
        var classes = string.Join(" ", check.ClassNames.Take(10).Select(name => ForeignText.Shown(name, MostOfAName)));
        terminal.Line($"class  {check.ClassNames.Count}: {classes}{(check.ClassNames.Count > 10 ? " ..." : "")}");
        terminal.Line($"mean   {Shares(check.Means)} deviation {Shares(check.Deviations)} of the training images, as shares of 255");
        terminal.Line($"digest {check.Digest} (before any split)");
        Account(check.Account, terminal);
        terminal.Line(check.Known is null ? "not a known data set, and usable" : $"this is {check.Known.Name}: the same images and labels");
        terminal.Result(ToJson(check));
        return ExitCodes.Done;
    }

    private static void Account(FolderAccount account, Terminal terminal)
    {
        terminal.Line($"files  {Number(account.FilesRead)} read, {Number(account.PassedOver.Count)} passed over");
        foreach (var group in account.PassedOver.GroupBy(entry => entry.Reason))
        {
            var names = string.Join(", ", group.Take(MostNames).Select(entry => ForeignText.Shown(entry.Path, MostOfAName)));
            terminal.Line(
                $"       {group.Key}: {names}{(group.Count() > MostNames ? $" and {Number(group.Count() - MostNames)} more" : "")}");
        }

        foreach (var done in account.Done)
        {
            terminal.Line($"       {done}");
        }
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Shares(IReadOnlyList<double> values) =>
        string.Join(" ", values.Select(value => (value / 255).ToString("0.0000", CultureInfo.InvariantCulture)));

    private static int CheckText(string folder, IReadOnlyList<string> sets, Terminal terminal)
    {
        var check = DataCatalog.Check(folder, DataOptions.ForText(sets));
        foreach (var split in check.Splits)
        {
            terminal.Line(
                $"{split.Split,-6} {ForeignText.Shown(split.File),-20} {split.Tokens.ToString("N0", CultureInfo.InvariantCulture),12} "
                + $"tokens {split.Size.ToString("N0", CultureInfo.InvariantCulture),14} bytes");
        }

        terminal.Line($"words  {check.VocabularyCount.ToString("N0", CultureInfo.InvariantCulture)}");
        terminal.Line($"digest {check.Digest}");
        terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"to beat: unigram perplexity {check.ValidUnigramPerplexity:0.0} on valid, {check.TestUnigramPerplexity:0.0} on test"));
        terminal.Line(Recognised(check));
        foreach (var remark in check.Remarks)
        {
            terminal.Line($"note   {remark}");
        }

        if (check.Harmless.Count > 0)
        {
            terminal.Line($"note   known to be no data: {Some(check.Harmless)}");
        }

        terminal.Result(ToJson(check));
        return ExitCodes.Done;
    }

    private static string Some(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames))
            + (names.Count > MostNames ? $" and {Number(names.Count - MostNames)} more" : string.Empty);

    private static string Recognised(DataCheck check) => check.Recognition switch
    {
        DataRecognition.SameBytes => $"this is {check.Known!.Name}, byte for byte",
        DataRecognition.SameContent => $"this is {check.Known!.Name}: the same words in other bytes, and the same search",
        _ => "not a known data set, and usable",
    };

    private static JsonNode ToJson(DataSetEntry entry) => new JsonObject
    {
        ["name"] = entry.Name,
        ["kind"] = entry.Kind,
        ["description"] = entry.Description,
        ["licence"] = entry.Licence,
        ["origin"] = entry.Origin.ToString(),
        ["digest"] = entry.Digest,
        ["bytes"] = entry.Size,
    };

    private static JsonObject ToJson(DataCheck check) => new()
    {
        ["folder"] = check.Folder,
        ["vocabulary"] = check.VocabularyCount,
        ["digest"] = check.Digest,
        ["known"] = check.Known?.Name,
        ["recognition"] = check.Recognition.ToString(),
        ["passedOver"] = new JsonArray([.. check.PassedOver.Select(name => (JsonNode)name)]),
        ["harmless"] = new JsonArray([.. check.Harmless.Select(name => (JsonNode)name)]),
        ["remarks"] = new JsonArray([.. check.Remarks.Select(remark => (JsonNode)remark)]),
        ["unigramPerplexity"] = new JsonObject { ["valid"] = check.ValidUnigramPerplexity, ["test"] = check.TestUnigramPerplexity },
        ["splits"] = new JsonArray([.. check.Splits.Select(split => new JsonObject
        {
            ["split"] = split.Split,
            ["file"] = split.File,
            ["tokens"] = split.Tokens,
            ["bytes"] = split.Size,
            ["sha256"] = split.Sha256,
        })]),
    };

    private static JsonObject ToJson(ImageCheck check) => new()
    {
        ["folder"] = check.Folder,
        ["layout"] = check.Layout,
        ["channels"] = check.Channels,
        ["height"] = check.Height,
        ["width"] = check.Width,
        ["classes"] = new JsonArray([.. check.ClassNames.Select(name => (JsonNode)name)]),
        ["means"] = new JsonArray([.. check.Means.Select(value => (JsonNode)value)]),
        ["deviations"] = new JsonArray([.. check.Deviations.Select(value => (JsonNode)value)]),
        ["digest"] = check.Digest,
        ["known"] = check.Known?.Name,
        ["filesRead"] = check.Account.FilesRead,
        ["passedOver"] = new JsonArray(
            [.. check.Account.PassedOver.Select(entry => new JsonObject { ["path"] = entry.Path, ["reason"] = entry.Reason })]),
        ["done"] = new JsonArray([.. check.Account.Done.Select(done => (JsonNode)done)]),
        ["sets"] = new JsonArray([.. check.Sets.Select(set => new JsonObject
        {
            ["set"] = set.Set,
            ["images"] = set.Count,
            ["perClass"] = new JsonArray([.. set.PerClass.Select(count => (JsonNode)count)]),
        })]),
    };

    private static string Mebi(long bytes) => (bytes / (double)(1 << 20)).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A line at each tenth of a file: enough for people, not too much for logs.</summary>
    private sealed class LineProgress(Terminal terminal) : IProgress<DataProgress>
    {
        private string _file = string.Empty;
        private long _tenth = -1;

        public void Report(DataProgress value)
        {
            var tenth = value.Total == 0 ? 10 : 10 * value.Bytes / value.Total;
            if (value.File != _file || tenth != _tenth)
            {
                (_file, _tenth) = (value.File, tenth);
                terminal.Line($"{value.File} {10 * tenth} % of {Mebi(value.Total)} MiB");
            }
        }
    }
}
