using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Spaces.Custom;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Tasks.Programs;
using Enas.Storage.Searches;

namespace Enas.Storage.Programs;

/// <summary>A search whose architectures are evaluated outside of it.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Search">Its path.</param>
/// <param name="Started">Gives its first fact, once there is one.</param>
/// <param name="Recorded">The children that its log has.</param>
/// <param name="Say">Hears of failures, in words for people.</param>
/// <param name="Time">The time of limits.</param>
/// <param name="Stop">Asks for a clean stop.</param>
internal sealed record ProgramSurroundings(
    JobOptions Job, string Search, Func<SearchStarted> Started, IReadOnlyList<ChildTrained> Recorded, Action<string> Say,
    TimeProvider Time, CancellationToken Stop);

/// <summary>
/// Has architectures evaluated by a program. What is in the log or has a result beside the search is not run again. Children that are
/// expected are begun at once, as many as may run; each is given to the search only when that asks for it.
/// </summary>
/// <param name="around">The search.</param>
internal sealed class ProgramTrainer(ProgramSurroundings around) : IChildTrainer, IDisposable
{
    private readonly SearchSpace _space = SpaceCatalog.Create(around.Job);
    private readonly Measure _measure = SpaceCatalog.MeasureOf(around.Job);
    private readonly IReadOnlyList<CostMeasure> _costs = CostPlan.Of(around.Job).Said;
    private readonly Lazy<string> _parent = new(() => ChildFolders.ParentOf(around.Started()));
    private readonly Lock _gate = new();
    private readonly List<(ChildOrder Order, Task<ChildOutcome> Task)> _begun = [];
    private readonly Channel<bool> _places = PlacesFor(around.Job.Evaluator);
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(around.Stop);

    /// <inheritdoc />
    public Task<ChildOutcome> TrainAsync(ChildOrder order) => TrainAsync(order, null);

    /// <inheritdoc />
    public async Task<ChildOutcome> TrainAsync(ChildOrder order, IStopRule? stop)
    {
        if (around.Recorded.FirstOrDefault(child => child.Order == order) is { } known)
        {
            return known.Outcome;
        }

        try
        {
            var outcome = await Begin(order, stop);
            lock (_gate)
            {
                _begun.RemoveAll(one => one.Order == order);
            }

            return outcome;
        }
        catch (StepStoppedException)
        {
            // The others were asked to end too, and have as long for it.
            await EndedAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await EndedAsync();
        Dispose();
    }

    /// <inheritdoc />
    public void Dispose() => _end.Dispose();

    private async Task EndedAsync()
    {
        Task[] all;
        lock (_gate)
        {
            all = [.. _begun.Select(one => one.Task)];
        }

        await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public void Expect(IReadOnlyList<ExpectedChild> children)
    {
        foreach (var child in children.Where(child => !around.Recorded.Any(known => known.Order == child.Order)))
        {
            _ = Begin(child.Order, child.Stop);
        }
    }

    private static Channel<bool> PlacesFor(EvaluatorOptions options)
    {
        var places = Channel.CreateUnbounded<bool>();
        for (var place = 0; place < (options.AtOnce > 0 ? options.AtOnce : options.Lag); place++)
        {
            _ = places.Writer.TryWrite(true);
        }

        return places;
    }

    private Task<ChildOutcome> Begin(ChildOrder order, IStopRule? stop)
    {
        lock (_gate)
        {
            if (_begun.Find(one => one.Order == order).Task is { } begun)
            {
                return begun;
            }

            // Of what was begun before, at most as many wait as are expected at once.
            var task = Task.Run(() => RunAsync(order, stop));
            _begun.Add((order, task));
            return task;
        }
    }

    private async Task<ChildOutcome> RunAsync(ChildOrder order, IStopRule? stop)
    {
        var folder = ProgramFolder.Of(around.Search, order);
        var (done, fault) = folder.Look(_measure);
        if (done is not null)
        {
            return done;
        }

        // The log has nothing of it, so a result that cannot be used is as none.
        if (fault is not null)
        {
            around.Say($"{Path.GetFileName(folder.Path)}: result.json {fault}. It is not in the log yet, so it was put aside as "
                + $"{folder.PutAside()}, and the program runs again");
        }

        try
        {
            await _places.Reader.ReadAsync(_end.Token);
            try
            {
                return await RunAsync(order, folder, stop);
            }
            finally
            {
                _ = _places.Writer.TryWrite(true);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            throw new StepStoppedException();
        }
    }

    private async Task<ChildOutcome> RunAsync(ChildOrder order, ProgramFolder folder, IStopRule? stop)
    {
        var choices = _space.ChoicesOf(_space.Parse(order.Tokens));
        var request = new ProgramRequest(Path.GetFileName(around.Search), _parent.Value, folder.Scratch);
        var document = request.ToJson(order, _space, choices, _measure.Name, _costs);

        // The place tells it apart from the same search elsewhere, which may run at the same time.
        await ProcessTree.EndMarkedAsync(folder.Path);
        var program = new ProgramOrder(
            ProgramArguments.Filled(around.Job.Evaluator.Command, name => ValueOf(name, order, folder, choices)),
            around.Job.Evaluator, _measure, [.. _costs.Select(cost => cost.Name)], ObjectiveCatalog.Of(around.Job).PoweredCost?.Name,
            order.Seed, folder.Path);
        var (result, fault) = await OnceAsync();
        for (var retry = 0; fault is not null && retry < around.Job.Evaluator.Retries; retry++)
        {
            around.Say($"{Name(folder)} {fault.Words}; run again");
            (result, fault) = await OnceAsync();
        }

        if (fault is not null)
        {
            folder.KeepWords($"{order.Tokens}: {fault.Words}\n");
            around.Say($"{Name(folder)} {fault.Words} ({ForeignText.Shown(order.Tokens, ForeignText.MostOfALine)})");
        }

        if (folder.PutAsideOwn() is { } aside)
        {
            around.Say($"{Path.GetFileName(folder.Path)}: the program wrote a result.json of its own where enas keeps what it came to. "
                + $"It was put aside as {aside}; what the program said on standard output counts");
        }

        return folder.Keep(order, result, fault?.Reason);

        // One that ran before can have removed all of it.
        async Task<(ProgramResult Result, ProgramFault? Fault)> OnceAsync()
        {
            folder.Create();
            await File.WriteAllBytesAsync(folder.Request, document, _end.Token);
            return await ProgramRun.RunAsync(program, folder, stop, around.Time, _end.Token);
        }
    }

    private static string Name(ProgramFolder folder) => $"failed: {Path.GetFileName(folder.Path)}";

    private static string TextOf(string json)
    {
        using var option = JsonDocument.Parse(json);
        return option.RootElement.ValueKind == JsonValueKind.String ? option.RootElement.GetString()! : json;
    }

    private string? ValueOf(
        string name, ChildOrder order, ProgramFolder folder, IReadOnlyList<(string Decision, string Json)> choices) => name switch
        {
            // One that is not open has no value. None that stands here has the name of a fixed word.
            _ when _space.Decisions.Any(decision => decision.Name == name) =>
                choices.Where(choice => choice.Decision == name).Select(choice => TextOf(choice.Json)).FirstOrDefault(),
            "seed" => order.Seed.ToString(CultureInfo.InvariantCulture),
            "budget" => order.Steps > 0 ? order.Steps.ToString(CultureInfo.InvariantCulture) : null,
            "scratch" => folder.Scratch,
            "request" => folder.Request,
            "tokens" => order.Tokens,
            _ => null,
        };
}
