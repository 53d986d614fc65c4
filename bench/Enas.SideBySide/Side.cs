using System.Diagnostics;
using System.Globalization;

namespace Enas.SideBySide;

/// <summary>The parent's view of one child process.</summary>
internal sealed class Side : IDisposable
{
    private readonly Process _process;

    public Side(string side, string name, int threads)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["--worker", side, name, threads.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        if (_process.StandardOutput.ReadLine() != "ready")
        {
            throw new InvalidOperationException($"the side '{side}' did not start; what it said is above");
        }
    }

    /// <summary>Seconds of <paramref name="count"/> runs, numbered from <paramref name="first"/>.</summary>
    public double Run(int first, int count) => Ask(string.Create(CultureInfo.InvariantCulture, $"run {first} {count}"))[0];

    /// <summary>What the last run computed.</summary>
    public double[] Results() => Ask("results");

    /// <summary>The most memory that the process has had.</summary>
    public double PeakBytes() => Ask("memory")[0];

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private double[] Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"a side ended at '{command}'; what it said is above");
        return [.. answer.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
    }
}
