using System.Diagnostics;
using System.Globalization;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Programs;

namespace Enas.Storage.Programs;

/// <summary>What is run.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Options">The folder and the limits.</param>
/// <param name="Measure">What it measures.</param>
/// <param name="Costs">The names of the costs that the job asks for.</param>
/// <param name="Powered">The name of the cost that has to be above 0; null for none.</param>
/// <param name="Seed">The seed that it is told.</param>
/// <param name="Mark">What its processes are known by.</param>
internal sealed record ProgramOrder(
    IReadOnlyList<string> Command, EvaluatorOptions Options, Measure Measure, IReadOnlyList<string> Costs, string? Powered, ulong Seed,
    string Mark);

/// <summary>
/// One run of a program, in a process group of its own. A shell begins it and sets its limits; another beside the group watches a pipe that
/// this process holds: where this one is killed the pipe closes, and the group ends with whatever left it. Whatever it started is ended
/// with it.
/// </summary>
internal sealed class ProgramRun
{
    // $0 is the group. In a session of its own, or it would end itself with the group before it has found who left that: those that have
    // the mark of the program in the environment that they began with, and are no part of this session. Who is found may have begun another
    // meanwhile, so it looks until there is none, or it has looked so often that one must hang in the kernel. It has the mark too, so that
    // a search that goes on with the same architecture ends it first.
    private const string Watch = """
        while read -r _; do :; done
        kill -9 -"$0"
        for look in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
          found=
          for place in /proc/[0-9]*; do
            grep -qzxF "ENAS_TRIAL=$ENAS_TRIAL" "$place/environ" && read -r stat <"$place/stat" || continue
            set -- ${stat##*) }
            [ "$4" = "$$" ] || { kill -9 "${place#/proc/}"; found=1; }
          done
          [ -n "$found" ] || exit 0
        done
        """;

    // $0 and on are the program. The group is told apart by setsid, whose process this shell is.
    private const string Shell = $$"""
        if [ -n "$ENAS_MEMORY_KB" ]; then ulimit -d "$ENAS_MEMORY_KB"; unset ENAS_MEMORY_KB; fi
        exec 3<&0
        "$0" "$@" <"$ENAS_REQUEST" 3<&- &
        child=$!
        setsid sh -c '{{Watch}}' "$$" <&3 >/dev/null 2>&1 &
        watch=$!
        exec 3<&-
        wait "$child"
        code=$?
        kill -9 "$watch"
        exit "$code"
        """;

    private const int FirstSignalCode = 128;
    private const int LastSignalCode = FirstSignalCode + 64;
    private const int NotFound = 127;
    private const int NotExecutable = 126;
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    private readonly ProgramOrder _order;
    private readonly ProgramFolder _folder;
    private readonly TimeProvider _time;
    private readonly ProgramAnswer _answer;
    private bool _isHopeless;
    private string? _tooMuch;

    private ProgramRun(ProgramOrder order, ProgramFolder folder, TimeProvider time) =>
        (_order, _folder, _time, _answer) = (order, folder, time, new ProgramAnswer(order.Measure, order.Costs, order.Powered));

    /// <summary>Runs a program to its end.</summary>
    /// <param name="order">What is run.</param>
    /// <param name="folder">Its folder, with the request.</param>
    /// <param name="rule">Says whether it is hopeless; null where nobody does.</param>
    /// <param name="time">The time of its limit.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended; nothing of it counts.</exception>
    public static Task<(ProgramResult Result, ProgramFault? Fault)> RunAsync(
        ProgramOrder order, ProgramFolder folder, IStopRule? rule, TimeProvider time, CancellationToken stop) =>
        new ProgramRun(order, folder, time).RunAsync(rule, stop);

    private async Task<(ProgramResult Result, ProgramFault? Fault)> RunAsync(IStopRule? rule, CancellationToken stop)
    {
        // Opened before: a program can remove its folder.
        await using var outputFile = OutputLines.Open(_folder.Output);
        await using var errorFile = OutputLines.Open(_folder.Errors);
        using var limit = _order.Options.TimeLimitSeconds > 0
            ? new CancellationTokenSource(TimeSpan.FromSeconds(_order.Options.TimeLimitSeconds), _time) : new CancellationTokenSource();
        using var early = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop, early.Token);
        using var ended = new CancellationTokenSource();
        using var drained = new CancellationTokenSource();

        // Nothing from here to the end of its processes may fail, or they would be left behind.
        using var process = Started();
        var tree = new ProcessTree(process.Id, _order.Mark);
        using var said = process.StandardOutput;
        using var complained = process.StandardError;
        var output = KeptAsync(said, outputFile, line => Take(line, rule, early), early, drained.Token);
        var errors = KeptAsync(complained, errorFile, null, early, drained.Token);
        var memory = WatchMemoryAsync(process.Id, early, ended.Token);
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process, tree);
        }

        await tree.EndAsync();
        await process.WaitForExitAsync(CancellationToken.None);
        await ended.CancelAsync();
        await memory;

        // Nobody of it is left who could write. A pipe that somebody else holds has no end: it is read no further.
        Task read = Task.WhenAll(output, errors);
        await read.WaitAsync(s_drain, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await drained.CancelAsync();
        await read.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();

        // Where what it wrote could not be kept, as on a full disk, that says nothing of it, and this throws.
        await read;
        return ResultOf(process.ExitCode, limit.IsCancellationRequested, await errors);
    }

    private (ProgramResult Result, ProgramFault? Fault) ResultOf(int exitCode, bool isLate, string lastError)
    {
        if (_isHopeless)
        {
            return (_answer.Stopped(), null);
        }

        if (_tooMuch is { } words)
        {
            return (_answer.WithoutValue(), new ProgramFault("memory-limit", words));
        }

        if (isLate)
        {
            return (_answer.WithoutValue(), new ProgramFault("time-limit", string.Create(CultureInfo.InvariantCulture,
                $"had not ended after {_order.Options.TimeLimitSeconds} s (evaluator.timeLimitSeconds) and was killed")));
        }

        return exitCode == 0 ? _answer.End() : (_answer.WithoutValue(), FaultOf(exitCode, lastError));
    }

    private Process Started()
    {
        try
        {
            return Process.Start(StartOf())!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            // Neither is that a fault of the program.
            throw new IOException(
                $"no process can be started for a program (setsid, sh in {_order.Options.Folder}): {error.Message}", error);
        }
    }

    private static async Task<string> KeptAsync(
        StreamReader from, StreamWriter file, Action<string>? take, CancellationTokenSource early, CancellationToken drained)
    {
        try
        {
            return await OutputLines.ReadAsync(from, file, take, drained);
        }
        catch (Exception)
        {
            // Nobody reads any more, so it would wait for ever.
            await early.CancelAsync();
            throw;
        }
    }

    private async Task WatchMemoryAsync(int group, CancellationTokenSource early, CancellationToken ended)
    {
        if (_order.Options.MemoryMegabytes == 0)
        {
            return;
        }

        var most = (long)_order.Options.MemoryMegabytes << 20;
        while (!ended.IsCancellationRequested)
        {
            if (GroupMemory.Of(group, most) is { } used)
            {
                _tooMuch = string.Create(CultureInfo.InvariantCulture, $"used {used.Bytes >> 20} MB in {used.Processes} processes, and "
                    + $"evaluator.memoryMegabytes = {_order.Options.MemoryMegabytes} is the most for all together; it was killed");
                await early.CancelAsync();
                return;
            }

            // No kernel tells how much a group uses; without cgroups, which need rights, it has to be looked at.
            await Task.Delay(s_look, _time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ProcessStartInfo StartOf()
    {
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = _order.Options.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["sh", "-c", Shell, .. _order.Command])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[ProcessTree.MarkVariable] = _order.Mark;
        start.Environment["ENAS_REQUEST"] = _folder.Request;
        start.Environment["ENAS_SCRATCH"] = _folder.Scratch;
        start.Environment["ENAS_SEED"] = _order.Seed.ToString(CultureInfo.InvariantCulture);
        start.Environment["ENAS_MEMORY_KB"] = _order.Options.MemoryMegabytes == 0 ? string.Empty
            : (1024L * _order.Options.MemoryMegabytes).ToString(CultureInfo.InvariantCulture);
        return start;
    }

    private void Take(string line, IStopRule? rule, CancellationTokenSource early)
    {
        // After that nothing that it says counts.
        if (!_isHopeless && _answer.Take(line) && rule?.IsHopeless(_answer.Reports) == true)
        {
            _isHopeless = true;
            early.Cancel();
        }
    }

    private async Task EndAsync(Process process, ProcessTree tree)
    {
        tree.AskToEnd();
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(_order.Options.GraceSeconds), _time);
        await process.WaitForExitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private ProgramFault FaultOf(int code, string lastError)
    {
        var isSignal = code is > FirstSignalCode and <= LastSignalCode;
        var reason = isSignal ? $"signal-{code - FirstSignalCode}" : $"exit-{code}";
        var words = code switch
        {
            NotFound when ProgramSearch.Find(_order.Options, _order.Command[0]) is null =>
                $"could not be started: \"{ForeignText.Shown(_order.Command[0])}\" was not found",
            NotFound => "ended with exit code 127, by which a shell says that a program was not found: one that it starts, or what the "
                + "first line of a script names",
            NotExecutable => "ended with exit code 126, by which a shell says that a program cannot be executed",
            _ when isSignal => string.Create(CultureInfo.InvariantCulture, $"was ended by signal {code - FirstSignalCode}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"ended with exit code {code}"),
        };
        words += _order.Options.MemoryMegabytes == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture,
            $"; its memory has a limit of {_order.Options.MemoryMegabytes} MB (evaluator.memoryMegabytes)");
        return new(reason, words + (lastError.Length == 0 ? string.Empty : $"; its standard error ends: {ForeignText.Shown(lastError)}"));
    }
}
