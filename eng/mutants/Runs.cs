using System.Diagnostics;
using System.Globalization;

namespace Enas.Mutants;

/// <summary>What a process that runs tests is asked for, and what it answers: lines of words between tabs.</summary>
internal static class Runs
{
    /// <summary>Begins every answer: a test may print too.</summary>
    public const string Mark = "eng/mutate\t";

    // A test that takes longer is left out: a mutant would meet many of them. What is compiled for it, and writing down what it reaches,
    // count too.
    private static readonly TimeSpan s_dear = TimeSpan.FromSeconds(3);

    /// <summary>For each test that passes a line: its name, its processor time in microseconds, the mutants that it reached, and those of
    /// them that run once in a process, where a field of a type is computed.</summary>
    public static async Task<int> CoverageAsync(TextWriter output)
    {
        var tests = await TestsInProcess.FindAsync();
        var mutants = MutantSwitch.Find();
        foreach (var name in tests.Names)
        {
            mutants.BeginCoverage();
            var begun = ProcessorTime();
            var passes = await tests.PassesAsync(name);
            var time = ProcessorTime() - begun;
            var (reached, once) = mutants.TakeCoverage();
            mutants.EndCoverage();
            output.WriteLine(
                !passes ? $"{Mark}{name}\tfails"
                : time > s_dear ? $"{Mark}{name}\ttakes long"
                : $"{Mark}{name}\t{(long)time.TotalMicroseconds}\t{string.Join(' ', reached)}\t{string.Join(' ', once)}");
            output.Flush();
        }

        return 0;
    }

    /// <summary>A line asks for a mutant and names the tests that it should meet, in order; the answer is the first one that fails, or
    /// nothing.</summary>
    public static async Task<int> MutantsAsync(TextReader input, TextWriter output)
    {
        var tests = await TestsInProcess.FindAsync();
        var mutants = MutantSwitch.Find();
        while (await input.ReadLineAsync() is { } line)
        {
            var words = line.Split('\t');
            mutants.Activate(int.Parse(words[0], CultureInfo.InvariantCulture));
            output.WriteLine(Mark + await FirstFailureAsync(tests, words.Skip(1)));
            output.Flush();
            mutants.ActivateNone();
        }

        return 0;
    }

    private static TimeSpan ProcessorTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static async Task<string> FirstFailureAsync(TestsInProcess tests, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (!await tests.PassesAsync(name))
            {
                return name;
            }
        }

        return "";
    }
}
