using System.Diagnostics;

namespace Enas.Mutants;

/// <summary>A process that runs tests for this one. Its time is processor time: on a busy machine any other says little.</summary>
internal sealed class TestProcess : IDisposable
{
    // A process that waits for itself uses no processor time at all.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(5);

    private const int MostWords = 4_000;

    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private Task<string?>? _line;

    public TestProcess(string what)
    {
        var start = new ProcessStartInfo(Path.ChangeExtension(typeof(TestProcess).Assembly.Location, null), [what])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A mutant that takes all memory ends with an exception, and the machine lives on.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x60000000";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => LastWords = LastWords.Length < MostWords ? $"{LastWords}{line.Data}\n" : LastWords;
        _process.BeginErrorReadLine();
    }

    /// <summary>Whether the process can answer no more: it has ended, or was ended.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What the process wrote as its error, from its beginning: a process that dies says why.</summary>
    public string LastWords { get; private set; } = "";

    public void Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>The next answer; null if the process ends or takes more processor time than the limit.</summary>
    public async Task<string?> AnswerAsync(TimeSpan limit)
    {
        var (begun, seen, waited) = (ProcessorTime(), TimeSpan.Zero, TimeSpan.Zero);
        while (true)
        {
            _line ??= _process.StandardOutput.ReadLineAsync();
            if (await Task.WhenAny(_line, Task.Delay(s_turn)) == _line)
            {
                var line = await _line;
                _line = null;
                if (line is null || line.StartsWith(Runs.Mark, StringComparison.Ordinal))
                {
                    IsOver = line is null;
                    return line?[Runs.Mark.Length..];
                }

                continue;
            }

            var used = ProcessorTime() - begun;
            waited = used > seen ? TimeSpan.Zero : waited + s_turn;
            seen = used;
            if (used > limit || waited > s_longestWait)
            {
                IsOver = true;
                return null;
            }
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private TimeSpan ProcessorTime()
    {
        try
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return TimeSpan.Zero;
        }
    }
}
