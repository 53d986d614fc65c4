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

    /// <summary>The folder of an order, beside the search.</summary>
    public static ProgramFolder Of(string search, ChildOrder order) => new(System.IO.Path.GetFullPath(ChildFolders.Of(search, order)));

    /// <summary>The document that the program gets.</summary>
    public string Request => In("request.json");

    /// <summary>What it came to, written once.</summary>
    public string Result => In("result.json");

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

    /// <summary>What it came to; null where there is no result yet.</summary>
    /// <exception cref="LogDamagedException">The file is no result.</exception>
    public ChildOutcome? TryRead(Measure measure)
    {
        if (!File.Exists(Result))
        {
            return null;
        }

        try
        {
            if (new FileInfo(Result).Length <= MostResultBytes)
            {
                return ProgramRecord.Read(File.ReadAllBytes(Result), measure);
            }
        }
        catch (JsonException)
        {
        }

        throw new LogDamagedException($"{Result} is not the result of a program: somebody changed it");
    }

    /// <summary>Keeps what it came to; where somebody else has, that counts.</summary>
    public ChildOutcome Keep(ChildOrder order, ProgramResult result, string? failure)
    {
        // A program can have removed all of it.
        Create();
        var bytes = ProgramRecord.Write(order, result, failure);
        return OnceFile.TryWrite(Result, bytes) ? ProgramRecord.Read(bytes, result.Measure) : TryRead(result.Measure)!;
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
