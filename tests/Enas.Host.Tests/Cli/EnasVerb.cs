using Enas.Host.Cli;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Cli;

/// <summary>
/// The program's command line in this process: the same arguments, a working directory and a console of its own, nobody who watches. It
/// says and does what <see cref="EnasProcess"/> does and starts nothing, so it is what a test takes that is not about a process: about its
/// signals, its end, its variables, its limits or what is installed.
/// </summary>
internal static class EnasVerb
{
    /// <summary>Runs one command line in a folder.</summary>
    public static Task<EnasResult> RunAsync(string folder, params string[] arguments) => RunAsync(folder, EnasProcess.Longest, arguments);

    /// <summary>Runs one that may take long.</summary>
    public static Task<EnasResult> RunAsync(string folder, TimeSpan longest, string[] arguments) =>
        Task.Run(() => EnterAndRunAsync(folder, Variable, arguments)).WaitAsync(longest);

    /// <summary>Runs one that finds environment variables of its own.</summary>
    public static Task<EnasResult> RunAsync(
        string folder, IReadOnlyList<KeyValuePair<string, string>> environment, params string[] arguments) =>
        Task.Run(() => EnterAndRunAsync(
            folder, name => environment.FirstOrDefault(pair => pair.Key == name).Value ?? Variable(name), arguments))
            .WaitAsync(EnasProcess.Longest);

    private static async Task<EnasResult> EnterAndRunAsync(string folder, Func<string, string?> variable, string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        // Tests run beside each other, one on each processor; threads that wait for one another would take those of other tests.
        Surroundings.Enter(new Surroundings(folder, EnasProcess.Built, variable) { ProcessorCount = 1 });
        RoutedConsole.Enter(output, error);
        var code = await EnasApplication.RunAsync(arguments);
        ProcessStarts.Await(); // The lock of the search is free now, also where another test starts a process.
        return new EnasResult(code, output.ToString(), error.ToString());
    }

    // What a terminal is asked by; see EnasProcess.
    private static string? Variable(string name) => name switch
    {
        "NO_COLOR" => null,
        "TERM" => "xterm-256color",
        _ => Environment.GetEnvironmentVariable(name),
    };
}
