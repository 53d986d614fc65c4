using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Spaces.Custom;
using Enas.Pipeline.Tasks.Programs;

namespace Enas.Host.Verbs.Trials;

/// <summary>Hands out the evaluations that a search wants, each once.</summary>
internal static class AskVerb
{
    public static async Task<int> RunAsync(string path, int? number, Terminal terminal)
    {
        var search = await ToldSearch.OpenAsync(path);
        if (number is { } again)
        {
            var known = search.Find(again);
            _ = search.Trials.TryTake(known);
            return Give(search, known, terminal);
        }

        if (Next(search) is { } next)
        {
            return Give(search, next, terminal);
        }

        // What was told since may let the search go on and want more.
        search = await search.GoOnAsync(terminal);
        return Next(search) is { } wanted ? Give(search, wanted, terminal) : None(search, terminal);
    }

    private static Trial? Next(ToldSearch search) => search.States.NotAsked.FirstOrDefault(search.Trials.TryTake);

    private static int Give(ToldSearch search, Trial trial, Terminal terminal)
    {
        var (space, folder) = (search.Search.Space, search.FolderOf(trial));
        folder.Create();
        var request = new ProgramRequest(Path.GetFileName(search.Search.Folder.Root), ChildFolders.ParentOf(search.Search.State.Started!),
            folder.Scratch);
        var document = JsonNode.Parse(request.ToJson(
            trial.Order, space, space.ChoicesOf(space.Parse(trial.Order.Tokens)), search.Measure.Name, search.Costs))!.AsObject();
        document.Insert(0, "trial", trial.Number);
        var (told, fault) = search.ToldOf(trial);
        document["told"] = told?.Program?.Value;
        document["complete"] = search.IsComplete;
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"trial {trial.Number}: {trial.Order.Tokens}"));
        if (told is not null)
        {
            terminal.Line("             it was told already");
        }
        else
        {
            WriteUnusable(fault is null ? [] : [(trial, fault)], terminal);
            terminal.Line($"next         {CommandText.Of(TellText.Words(CommandText.PathFromHere(search.Search.Folder.Root),
                trial.Number.ToString(CultureInfo.InvariantCulture), search.Search.Job))}");
        }

        terminal.Result(document);
        return ExitCodes.Done;
    }

    private static int None(ToldSearch search, Terminal terminal)
    {
        var states = search.States;
        terminal.Line(search.IsComplete
            ? $"{search.Search.Name} is complete: there is nothing more to ask for"
            : $"{search.Search.Name}: all that may be under way is (evaluator.lag = {search.Search.Job.Evaluator.Lag}); tell one first: "
                + $"{ToldSearch.Numbers(states.Untold)}. One that got lost is given again with --trial");
        WriteUnusable(states.Unusable, terminal);
        terminal.Result(new JsonObject
        {
            ["trial"] = null,
            ["complete"] = search.IsComplete,
            ["waiting"] = new JsonArray([.. states.Untold.Select(trial => (JsonNode)trial.Number)]),
            ["unusable"] = new JsonArray([.. states.Unusable.Select(one => (JsonNode)one.Trial.Number)]),
            ["best"] = SearchJson.Best(search.Search.Job, search.Search.State),
            ["chosen"] = SearchJson.Chosen(search.Search.Job, search.Search.State),
        });
        return search.IsComplete ? ExitCodes.Done : ExitCodes.Stopped;
    }

    private static void WriteUnusable(IEnumerable<(Trial Trial, string Fault)> unusable, Terminal terminal)
    {
        foreach (var (trial, fault) in unusable)
        {
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"unusable     trial {trial.Number}: what was told of it lies in a "
                + $"result.json that {fault}; tell it again, which puts that file aside"));
        }
    }
}
