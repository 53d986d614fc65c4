using System.Globalization;

namespace Enas.Storage.Programs;

/// <summary>The memory of all processes of a group together.</summary>
internal static class GroupMemory
{
    private const int StateAndParent = 2;
    private const string Proportional = "Pss:";
    private const int BytesOfKilobyte = 1024;

    /// <summary>What a group uses, in bytes, and its processes, where that is more than a limit; else null. A page that several share is
    /// counted once in all.</summary>
    /// <param name="group">The number of the group.</param>
    /// <param name="most">The limit.</param>
    public static (long Bytes, int Processes)? Of(int group, long most)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // What is shared is counted several times here; only where that is too much it is looked at more closely, which costs more.
        var members = Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Where(folder => GroupOf(folder) == group).ToArray();
        if (members.Sum(ResidentBytes) <= most)
        {
            return null;
        }

        var used = members.Sum(folder => ProportionalBytes(folder) ?? ResidentBytes(folder));
        return used > most ? (used, members.Length) : null;
    }

    // The second field is the name in parentheses, which can hold anything, the fifth the group.
    private static int? GroupOf(string folder) => Text(folder, "stat") is { } stat
        && stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > StateAndParent } fields
        && int.TryParse(fields[StateAndParent], NumberStyles.None, CultureInfo.InvariantCulture, out var group) ? group : null;

    private static long ResidentBytes(string folder) => Text(folder, "statm")?.Split(' ') is [_, var resident, ..]
        && long.TryParse(resident, NumberStyles.None, CultureInfo.InvariantCulture, out var pages) ? pages * Environment.SystemPageSize : 0;

    private static long? ProportionalBytes(string folder) => Text(folder, "smaps_rollup")?.Split('\n')
        .FirstOrDefault(line => line.StartsWith(Proportional, StringComparison.Ordinal)) is { } line
        && long.TryParse(line[Proportional.Length..].Replace("kB", string.Empty, StringComparison.Ordinal).Trim(), NumberStyles.None,
            CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * BytesOfKilobyte : null;

    // A process can end at any moment.
    private static string? Text(string folder, string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, name));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
