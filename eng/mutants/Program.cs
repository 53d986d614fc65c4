using System.Globalization;
using Xunit.Runner.InProc.SystemConsole;

namespace Enas.Mutants;

/// <summary>
/// The tests' own program in the build of eng/mutate: "coverage" and "run" are its two parts that run tests, "score" is the one that starts
/// and watches them. Anything else is a plain run of the tests.
/// </summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments) => arguments switch
    {
        ["coverage"] => Runs.CoverageAsync(Console.Out),
        ["run"] => Runs.MutantsAsync(Console.In, Console.Out),
        ["score", var report, var folder, var nth] =>
            new Score(MutantList.Read(report, int.Parse(nth, CultureInfo.InvariantCulture)), folder).RunAsync(),
        _ => ConsoleRunner.Run(arguments),
    };
}
