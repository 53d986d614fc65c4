using System.Diagnostics;
using System.Globalization;

namespace Enas.TestKit.Faults;

/// <summary>
/// How long the fault tests are. <c>ENAS_FAULT_SCALE</c> is 1 when it is not set, for the suite that everyone runs, and 50 in the long
/// command, <c>eng/faults</c>, where the full numbers of rounds are done. <c>ENAS_FAULT_SEED</c> changes the seed, which is otherwise
/// fixed. The tests carry the trait <c>Fault</c> with their number.
/// </summary>
public static class FaultPlan
{
    /// <summary>Name of the trait whose value is the number of the fault test.</summary>
    public const string Trait = "Fault";

    private const int FullFactor = 50;
    private const int DefaultSeed = 20260304;

    /// <summary>The factor.</summary>
    public static int Factor { get; } = Number("ENAS_FAULT_SCALE", 1);

    /// <summary>Seed of everything that is drawn.</summary>
    public static int Seed { get; } = Number("ENAS_FAULT_SEED", DefaultSeed);

    /// <summary>Rounds at this scale: few at scale 1, beyond it in proportion to the full number at scale 50.</summary>
    public static int Rounds(int few, int full) => Factor == 1 ? few : Math.Max(few, (int)((long)full * Factor / FullFactor));

    /// <summary>Distance between the numbers that a loop over all numbers visits: all of them from scale <paramref name="atScaleOne"/>
    /// on.</summary>
    public static int Stride(int atScaleOne) => Math.Max(1, (int)Math.Ceiling((double)atScaleOne / Factor));

    /// <summary>Does rounds 0, 1, 2 ... on all processors; a round must not depend on another.</summary>
    public static Task ForEachAsync(int rounds, Func<int, Task> round) =>
        Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(worker => Task.Run(async () =>
    {
        for (var number = worker; number < rounds; number += Environment.ProcessorCount)
        {
            await round(number);
        }
    })));

    private static int Number(string name, int absent) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) is > 0 and var number
                ? number : throw new ArgumentException($"{name} must be at least 1")
            : absent;
}

/// <summary>What a fault test did, as one line for the table of <c>eng/faults</c>: written to the file in
/// <c>ENAS_FAULT_REPORT</c>.</summary>
public sealed class FaultReport(int number, string name)
{
    private static readonly Lock s_gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Writes the line: call it last, when all has passed.</summary>
    /// <param name="rounds">What was done, how often: <c>2000 power losses</c>.</param>
    public void Passed(string rounds)
    {
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        if (Environment.GetEnvironmentVariable("ENAS_FAULT_REPORT") is { Length: > 0 } path)
        {
            lock (s_gate)
            {
                File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{number}\t{name}\t{rounds}\t{seconds:F1}\n"));
            }
        }
    }
}
