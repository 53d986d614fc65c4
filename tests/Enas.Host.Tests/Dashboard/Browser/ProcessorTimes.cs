using System.Globalization;

namespace Enas.Host.Tests.Dashboard.Browser;

/// <summary>Processor time of processes, as Linux counts it.</summary>
internal static class ProcessorTimes
{
    // Of one second, in which the files of processes count.
    private const double Ticks = 100;

    /// <summary>Seconds of a process so far; none of one that has ended.</summary>
    public static double Of(int process)
    {
        try
        {
            var state = File.ReadAllText($"/proc/{process}/stat");
            var fields = state[(state.LastIndexOf(')') + 2)..].Split(' ');
            return (Number(fields[11]) + Number(fields[12])) / Ticks;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Seconds of a process and of all that it began, as far as they still run.</summary>
    public static double OfTree(int process) => Of(process) + ChildrenOf(process).Sum(OfTree);

    private static int[] ChildrenOf(int process)
    {
        try
        {
            string[] children = [.. Directory.GetDirectories($"/proc/{process}/task")
                .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' '))
                .Where(child => child.Length > 0)];
            return [.. children.Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
