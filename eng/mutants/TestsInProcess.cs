using Xunit.Runner.Common;
using Xunit.Sdk;
using Xunit.v3;

namespace Enas.Mutants;

/// <summary>
/// Runs tests of this assembly one by one in this process, as often as it is asked. A process of its own for each mutant would spend most
/// of its time on beginning: on finding the tests, and on compiling them and what they call.
/// </summary>
internal sealed class TestsInProcess
{
    // Those of the folders that have mutants and of the catalogs over them, without whole searches over every strategy and over a table,
    // which take seconds.
    private static readonly string[] s_folders = ["Architectures", "Catalogs", "Events", "Search", "Spaces", "Strategies"];

    private static readonly string[] s_wholeSearches = ["Strategies.Contract", "Strategies.Golden"];

    private readonly ITestFrameworkExecutor _executor;
    private readonly ITestFrameworkExecutionOptions _options;
    private readonly SortedDictionary<string, List<ITestCase>> _cases = new(StringComparer.Ordinal);

    private TestsInProcess(ITestFrameworkExecutor executor, ITestFrameworkExecutionOptions options)
    {
        _executor = executor;
        _options = options;
    }

    public IEnumerable<string> Names => _cases.Keys;

    private static bool IsOfMutants(string name) =>
        s_folders.Any(folder => IsIn(name, folder)) && !s_wholeSearches.Any(folder => IsIn(name, folder));

    private static bool IsIn(string name, string folder) => name.StartsWith($"Enas.Pipeline.Tests.{folder}.", StringComparison.Ordinal);

    /// <summary>Finds all tests but the explicit ones in the folders that have mutants and in their neighbours. The rows of a theory are
    /// one test, and are made when it runs: a mutant may change them.</summary>
    public static async Task<TestsInProcess> FindAsync()
    {
        Initialize(new());
        ITestFramework framework = new XunitTestFramework();
        var assembly = typeof(TestsInProcess).Assembly;
        var configuration = new TestAssemblyConfiguration { ParallelMode = ParallelMode.None, PreEnumerateTheories = false };
        var tests = new TestsInProcess(framework.GetExecutor(assembly), TestFrameworkOptions.ForExecution(configuration));
        await framework.GetDiscoverer(assembly).Find(tests.Add, TestFrameworkOptions.ForDiscovery(configuration), null, null);
        return tests;
    }

    /// <summary>Whether every row of the test passes.</summary>
    public async Task<bool> PassesAsync(string name)
    {
        var sink = new Sink();
        Initialize(sink);
        await _executor.RunTestCases(_cases[name], sink, _options, null);
        return !sink.HasFailed;
    }

    // What a test can ask of its surroundings belongs to the calls from here on, not to the process.
    private static void Initialize(Sink sink) =>
        TestContext.SetForInitialization(sink, diagnosticMessages: false, internalDiagnosticMessages: false);

    private ValueTask<bool> Add(ITestCase found)
    {
        var name = $"{found.TestClassName}.{found.TestMethodName}";
        if (found is IXunitTestCase { Explicit: false } && IsOfMutants(name))
        {
            if (!_cases.TryGetValue(name, out var cases))
            {
                _cases.Add(name, cases = []);
            }

            cases.Add(found);
        }

        return new(true);
    }

    private sealed class Sink : IMessageSink
    {
        private int _failures;

        public bool HasFailed => _failures > 0;

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is ITestFailed or IErrorMessage or ITestClassCleanupFailure or ITestCollectionCleanupFailure)
            {
                Interlocked.Increment(ref _failures);
            }

            return true;
        }
    }
}
