using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Enas.Backends.Cpu;
using Enas.Backends.Torch;
using Enas.Host.Cli;
using Enas.Host.Data;

namespace Enas.Host.Verbs.Machine;

/// <summary>What a search needs of a machine, looked at one by one.</summary>
internal static class MachineChecks
{
    private const double Gibi = 1L << 30;

    /// <summary>Below this a search's log may find no room.</summary>
    private const double LowDiskGibi = 1;

    public static IEnumerable<Finding> All(string runsRoot)
    {
        var root = Surroundings.FullPath(runsRoot);
        yield return new Finding("enas", Severity.Good, Product.Version);
        yield return new Finding("runtime", Severity.Good,
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        yield return new Finding("sdk", Severity.Note, Sdk());
        yield return new Finding("cores", Severity.Good, Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));
        yield return Cpu();
        yield return Disk(root);
        yield return WriteTest(root);
        yield return Torch();
        yield return new Finding("data sets",
            Severity.Note, $"known: {string.Join(", ", DataCatalog.Known.Select(entry => entry.Name))}; fetched only by enas data get");
    }

    private static Finding Cpu()
    {
        using var backend = new CpuBackend(Environment.ProcessorCount);
        return new Finding("cpu backend",
            Severity.Good, $"{backend.Numerics}; {string.Join(", ", backend.Describe().Select(pair => $"{pair.Key} {pair.Value}"))}");
    }

    // The only verb that loads libtorch without being asked for --backend torch.
    private static Finding Torch()
    {
        var found = TorchProbe.Examine();
        return new Finding("torch backend", found.IsAvailable ? Severity.Good : Severity.Note, found.Words);
    }

    private static Finding Disk(string root)
    {
        try
        {
            var free = new DriveInfo(Existing(root)).AvailableFreeSpace / Gibi;
            var text = string.Create(CultureInfo.InvariantCulture, $"{free:0.0} GiB free at {Existing(root)}");
            return new Finding("disk", free < LowDiskGibi ? Severity.Note : Severity.Good, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Finding("disk", Severity.Note, $"the free space at {root} is not known: {e.Message}");
        }
    }

    /// <summary>Writes, flushes, reads back and removes a small file where searches go.</summary>
    private static Finding WriteTest(string root)
    {
        var path = Path.Combine(Existing(root), $".enas-doctor-{Environment.ProcessId}");
        try
        {
            var bytes = Encoding.UTF8.GetBytes("enas doctor");
            using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            var same = File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
            File.Delete(path);
            return same
                ? new Finding("write test", Severity.Good, $"a file can be written, flushed and read back at {Existing(root)}")
                : new Finding("write test", Severity.Bad, $"a file at {Existing(root)} reads back as something else");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding("write test", Severity.Bad, $"searches cannot be written at {Existing(root)}: {e.Message}");
        }
    }

    /// <summary>The nearest folder above that exists: where the runs folder would be made.</summary>
    internal static string Existing(string path)
    {
        var folder = path;
        while (!Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder) ?? Path.DirectorySeparatorChar.ToString();
        }

        return folder;
    }

    /// <summary>The newest SDK beside the runtime; enas runs without one.</summary>
    private static string Sdk()
    {
        var runtime = RuntimeEnvironment.GetRuntimeDirectory().TrimEnd(Path.DirectorySeparatorChar);
        var folder = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "sdk"));
        var versions = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray() : [];
        return versions.Length == 0 ? "none beside the runtime; only needed to build enas" : string.Join(", ", versions);
    }
}
