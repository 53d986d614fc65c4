using System.Diagnostics;
using System.Globalization;
using Enas.Backends.Torch;

namespace Enas.SideBySide;

/// <summary>The child process: runs one side of one case when told to, and says how long it took.</summary>
internal static class Worker
{
    /// <summary>Reads <c>run FIRST COUNT</c>, <c>results</c> and <c>memory</c>, answers each with one line of numbers, ends
    /// with the input.</summary>
    public static int Run(string side, string name, int threads)
    {
        var wanted = Cases.All.Single(candidate => candidate.Name == name);
        if (side == "torch")
        {
            TorchLibrary.Load();
        }

        using var work = side == "torch" ? wanted.Torch(threads) : wanted.Ours(threads);
        Console.WriteLine("ready");
        while (Console.ReadLine()?.Split(' ') is { } words)
        {
            Answer(words[0] switch
            {
                "run" => [Time(work, Whole(words[1]), Whole(words[2]))],
                "results" => work.Results(),
                "memory" => [PeakBytes()],
                _ => throw new ArgumentException($"no such command: {words[0]}"),
            });
        }

        return 0;
    }

    private static double Time(ISide work, int first, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            work.Run(first + i);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The most memory that was ever resident, as Linux counts it.</summary>
    private static double PeakBytes()
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024.0 * Whole(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    private static void Answer(double[] values) =>
        Console.WriteLine(string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
