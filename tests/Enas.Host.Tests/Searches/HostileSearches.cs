using System.Security.Cryptography;
using System.Text;
using Enas.Host.Tests.Cli;
using Enas.TestKit.Faults;

namespace Enas.Host.Tests.Searches;

/// <summary>A search as somebody who means harm, or an accident, left it.</summary>
/// <param name="Name">Its folder.</param>
/// <param name="ExitCode">What verbs that read its log end with.</param>
/// <param name="Words">What they say then, in part.</param>
/// <param name="Harm">Does it to a copy of a whole search, given the folder and somebody else's.</param>
public sealed record HostileSearch(string Name, int ExitCode, string Words, Action<string, string> Harm)
{
    public override string ToString() => Name;
}

/// <summary>The hostile searches that every reading verb must survive.</summary>
internal static class HostileSearches
{
    /// <summary>The expected exit code of a search that may be found damaged or whole: 10 or 0.</summary>
    public const int WholeOrDamaged = -1;

    private const string Foreign = "the folders of a search are folders of its own and never links";
    private const string Edited = "is not the file that the search was begun with";

    public static IReadOnlyList<HostileSearch> All { get; } =
    [
        .. ((string[])["segments", "checkpoints", "export", "_tmp", "_quarantine"]).SelectMany(name => (HostileSearch[])
        [
            new($"link-{name}", 10, Foreign, (search, theirs) => Replace(search, name, path => Directory.CreateSymbolicLink(path, theirs))),
            new($"pipe-{name}", 10, Foreign, (search, _) => Replace(search, name, SpecialFiles.CreateNamedPipe)),
        ]),
        .. ((string[])["job.json", "job.resolved.json"]).SelectMany(name => (HostileSearch[])
        [
            new($"pipe-{name}", 10, "is a named pipe", (search, _) => Replace(search, name, SpecialFiles.CreateNamedPipe)),
            new($"device-{name}", 10, "is a symbolic link", (search, _) => Replace(search, name, SpecialFiles.CreateLinkToEndlessDevice)),
            new($"link-{name}", 10, "is a symbolic link", (search, theirs) =>
                Replace(search, name, path => File.CreateSymbolicLink(path, Path.Combine(theirs, "precious")))),
            new($"folder-{name}", 10, "is a folder", (search, _) => Replace(search, name, path => Directory.CreateDirectory(path))),
            new($"huge-{name}", 10, "bytes; at most", (search, _) => Replace(search, name, Huge)),
            new($"edited-{name}", 10, Edited, (search, _) => File.AppendAllText(Path.Combine(search, name), "\n")),
        ]),
        new("pipe-segment", 10, "is a named pipe", (search, _) => Replace(search, Segment(1), SpecialFiles.CreateNamedPipe)),
        new("socket-segment", 10, "is a socket", (search, _) => Replace(search, Segment(1), SpecialFiles.CreateSocket)),
        new("device-segment", 10, "is a device", (search, _) => Replace(search, Segment(1), SpecialFiles.CreateLinkToEndlessDevice)),
        new("folder-segment", 10, "is a folder", (search, _) => Replace(search, Segment(1), path => Directory.CreateDirectory(path))),
        new("huge-segment", 10, "bytes; at most", (search, _) => Replace(search, Segment(1), Huge)),
        new("missing-segment", 10, "segment 1: it is missing", (search, _) => File.Delete(Path.Combine(search, Segment(1)))),
        new("foreign-segment", 10, "does not belong there", (search, _) =>
            File.WriteAllText(Path.Combine(search, "segments", "x\u202e\n"), "x")),
        .. Enumerable.Range(0, 6).Select(seed => new HostileSearch($"resealed-segment-{seed}", WholeOrDamaged, "segment 1", (search, _) =>
            Reseal(Path.Combine(search, Segment(1)), seed))),
    ];

    /// <summary>Searches that are harmless to read: what should be a file or folder and is none is not needed for it.</summary>
    public static IReadOnlyList<HostileSearch> Readable { get; } =
    [
        new("pipe-lock", 0, string.Empty, (search, _) => Replace(search, "_tmp/writer.lock", SpecialFiles.CreateNamedPipe)),
        new("pipe-cache", 0, string.Empty, (search, _) => Replace(search, "export/reading-cache.json", SpecialFiles.CreateNamedPipe)),
        new("left", 0, string.Empty, (search, theirs) =>
            File.CreateSymbolicLink(Path.Combine(search, "_tmp", "theirs"), Path.Combine(theirs, "precious"))),
    ];

    /// <summary>Changes some bits of a segment and makes its digest right again.</summary>
    private static void Reseal(string path, int seed)
    {
        var bytes = File.ReadAllBytes(path);
        var marker = bytes.AsSpan().LastIndexOf("enas.sha256\u0018\u0040"u8) + "enas.sha256".Length + 2;
        var (random, changed) = (new Random(seed), 0);
        while (changed < 6)
        {
            var at = random.Next(4, bytes.Length - 8);
            if (at < marker || at >= marker + 64)
            {
                bytes[at] ^= (byte)(1 << random.Next(8));
                changed++;
            }
        }

        bytes.AsSpan(marker, 64).Fill((byte)'0');
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(bytes))).CopyTo(bytes, marker);
        File.WriteAllBytes(path, bytes);
    }

    private static string Segment(int number) => $"segments/{number:D20}.parquet";

    // Takes no room on the disk.
    private static void Huge(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew);
        file.SetLength(3L << 30);
    }

    private static void Replace(string search, string name, Action<string> put)
    {
        var path = Path.Combine(search, name);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        File.Delete(path);
        put(path);
    }

    /// <summary>Makes one of them.</summary>
    public static async Task CreateAsync(HostileSearch hostile, string root, string theirs, params string[] more)
    {
        var search = Path.Combine(root, hostile.Name);
        await SharedSearches.CopyAsync(search, more);
        hostile.Harm(search, theirs);
    }
}
