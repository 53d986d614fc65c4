using System.Globalization;
using System.Text;
using System.Text.Json;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Programs;
using Enas.Storage.Files;
using Enas.Storage.Searches;

namespace Enas.Storage.Programs;

/// <summary>The folder of an architecture that a program evaluates: what it was asked, what it said, and what that came to.</summary>
/// <param name="Path">Where it is.</param>
internal sealed record ProgramFolder(string Path)
{
    private const int MostResultBytes = 16 << 20;
    private const string NoResult = "is not the result of a program: somebody changed it, or a power cut ended it";
    private const string NoFile = "is a folder or a link, and no file that Enas wrote";
    private const string OtherResult = "is the result of another evaluation: architecture, rung, seed, budget and measure are not those "
        + "that were asked for here";

    /// <summary>The folder of an order, beside the search.</summary>
    public static ProgramFolder Of(string search, ChildOrder order) => new(System.IO.Path.GetFullPath(ChildFolders.Of(search, order)));

    /// <summary>The document that the program gets.</summary>
    public string Request => In("request.json");

    /// <summary>What it came to, written once.</summary>
    public string Result => In("result.json");

    /// <summary>SHA-256 of what it came to, as it was written, in the form of sha256sum. It tells of a file that was changed by accident;
    /// whoever changes both is told by nothing until the log has the result.</summary>
    public string Digest => In("result.sha256");

    /// <summary>What it wrote to standard output.</summary>
    public string Output => In("stdout.txt");

    /// <summary>What it wrote to standard error.</summary>
    public string Errors => In("stderr.txt");

    /// <summary>Why it has no value, in words.</summary>
    public string Words => In("failure.txt");

    /// <summary>Its own folder, which stays when it is run again.</summary>
    public string Scratch => In("scratch");

    /// <summary>Makes it, where it is not there.</summary>
    public void Create()
    {
        // A program can have put anything in its place.
        if (File.Exists(Scratch))
        {
            File.Delete(Scratch);
        }

        Directory.CreateDirectory(Scratch);
    }

    /// <summary>Keeps why it has no value, in words.</summary>
    public void KeepWords(string words)
    {
        Create();
        File.WriteAllText(Words, words);
    }

    /// <summary>What it came to; null where there is no result yet. What is read here goes into a log that does not have it.</summary>
    /// <exception cref="LogDamagedException">The file is no result, or not the one that was written.</exception>
    public ChildOutcome? TryRead(Measure measure) => OutcomeOf(Look(measure));

    /// <summary>The same of one that a log has: that has its digest too, so the one beside the file says nothing more.</summary>
    /// <exception cref="LogDamagedException">The file is no result.</exception>
    public ChildOutcome? TryReadRecorded(Measure measure) => OutcomeOf(Read(measure));

    /// <summary>What it came to, or what is wrong with the file, in words that follow its name.</summary>
    public ResultReading Look(Measure measure)
    {
        var reading = Read(measure);
        return reading.Outcome is { } outcome && File.Exists(Digest) && !IsDigestOf(outcome.Fingerprint)
            ? new(null, "is not the file that was written: somebody changed it, since result.sha256 beside it has another digest")
            : reading;
    }

    /// <summary>Puts a result that cannot be used aside, with its digest: nothing is thrown away.</summary>
    /// <returns>The name that it has now.</returns>
    public string PutAside()
    {
        var number = 1;
        while (System.IO.Path.Exists(In(Aside(number))) || System.IO.Path.Exists(In(AsideDigest(number))))
        {
            number++;
        }

        Move(Result, Aside(number));
        Move(Digest, AsideDigest(number));
        return Aside(number);
    }

    /// <summary>Puts aside what a program itself wrote where its result is kept: what it came to is what it said. Only after it was run,
    /// by who runs it.</summary>
    /// <returns>The name that it has now; null where there was nothing.</returns>
    public string? PutAsideOwn() => System.IO.Path.Exists(Result) || Directory.Exists(Digest) ? PutAside() : null;

    /// <summary>Keeps what it came to; where there is a result already, that counts. One process does so at a time.</summary>
    public ChildOutcome Keep(ChildOrder order, ProgramResult result, string? failure)
    {
        // A program can have removed all of it.
        Create();
        if (System.IO.Path.Exists(Result))
        {
            return TryRead(result.Measure)!;
        }

        // The digest first: a result that is there has it.
        var bytes = ProgramRecord.Write(order, result, failure);
        File.Delete(Digest);
        _ = OnceFile.TryWrite(Digest, Encoding.UTF8.GetBytes(DigestText(ProgramRecord.FingerprintOf(bytes))));
        return OnceFile.TryWrite(Result, bytes) ? ProgramRecord.Read(bytes, result.Measure).Outcome : TryRead(result.Measure)!;
    }

    private ResultReading Read(Measure measure)
    {
        // A link may lead anywhere, or round in a circle.
        if (Directory.Exists(Result) || new FileInfo(Result).LinkTarget is not null)
        {
            return new(null, NoFile);
        }

        if (!File.Exists(Result))
        {
            return new(null, null);
        }

        try
        {
            if (new FileInfo(Result).Length > MostResultBytes)
            {
                return new(null, NoResult);
            }

            var (order, name, outcome) = ProgramRecord.Read(File.ReadAllBytes(Result), measure);
            return name == measure.Name && ChildFolders.NameOf(order) == System.IO.Path.GetFileName(Path)
                ? new(outcome, null) : new(null, OtherResult);
        }
        catch (JsonException)
        {
            return new(null, NoResult);
        }
    }

    // A program can have made folders of them, and what another put aside is overwritten by nobody.
    private void Move(string path, string name)
    {
        if (Directory.Exists(path))
        {
            Directory.Move(path, In(name));
        }
        else if (File.Exists(path))
        {
            File.Move(path, In(name), overwrite: false);
        }
    }

    private bool IsDigestOf(string fingerprint) => new FileInfo(Digest) is { LinkTarget: null } file
        && file.Length == DigestText(fingerprint).Length && File.ReadAllText(Digest) == DigestText(fingerprint);

    private static string DigestText(string fingerprint) => $"{fingerprint}  result.json\n";

    private static string Aside(int number) => string.Create(CultureInfo.InvariantCulture, $"result.aside-{number}.json");

    private static string AsideDigest(int number) => $"{Aside(number)}.sha256";

    private ChildOutcome? OutcomeOf(ResultReading reading) => reading.Fault is null ? reading.Outcome
        : throw new LogDamagedException($"{Result} {reading.Fault}") { IsBeyondRepair = true };

    private string In(string name) => System.IO.Path.Combine(Path, name);
}

/// <summary>What was found in the place of a result.</summary>
/// <param name="Outcome">What it says; null where there is none, or none that can be used.</param>
/// <param name="Fault">What is wrong with the file; null for nothing.</param>
internal sealed record ResultReading(ChildOutcome? Outcome, string? Fault);
