using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Views;
using Enas.Host.Service;
using Enas.Pipeline.Messages;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Dashboard;

/// <summary>What is asked of the service that the dashboard is a part of. Actions do what <c>enas schedule</c> does, by the same
/// code.</summary>
/// <param name="served">The searches.</param>
internal sealed class ServiceRoutes(ServedService service, ServedSearches served)
{
    private const string Root = "/api/v1/service";

    /// <summary>Adds them; actions only where there are any.</summary>
    public void Map(AnswerMap map)
    {
        map.Read(Root, StateAsync);
        map.Read(Root + "/history", HistoryAsync);
        if (service.CanAct)
        {
            map.Act(Root + "/jobs/{job}/trigger", Act("trigger", job =>
                ScheduleActions.Trigger(service.Jobs, service.Root, job, served.Now) is var fire
                    ? (fire.Folder, $"{job} is queued as {fire.Folder}") : default));
            map.Act(Root + "/jobs/{job}/pause", Act("pause", job => Pause(job, isPaused: true)));
            map.Act(Root + "/jobs/{job}/resume", Act("resume", job => Pause(job, isPaused: false)));
            map.Act(Root + "/fires/{job}/cancel", Act("cancel", Cancel));
        }
    }

    private AnswerRoute Act(string name, Func<string, (string Id, string Words)> act) => asked =>
    {
        var job = asked.Name("job");
        var (id, words) = act(job);
        service.Log.Acted(name, ForeignText.Shown(job), asked.From);
        return Task.FromResult(Answer.Json(
            asked, new DoneAnswer { Id = id, Words = words }, AnswerJson.Default.DoneAnswer, StatusCodes.Status202Accepted));
    };

    private (string Id, string Words) Pause(string job, bool isPaused)
    {
        ScheduleActions.Pause(service.Jobs, job, isPaused, served.Now);
        return (job, isPaused ? $"{job} is paused" : $"{job} goes on");
    }

    private (string Id, string Words) Cancel(string folder) => ScheduleActions.Cancel(service.Root, folder, served.Now) is { } refusal
        ? throw new AnswerException(StatusCodes.Status409Conflict, ExitCodes.BadCommandLine, $"{ForeignText.Shown(folder)} {refusal}")
        : (folder, $"{folder} is cancelled");

    private async Task<Answer> StateAsync(Asked asked) => Answer.Json(
        asked, ServiceView.Of(service.Jobs, service.Root, service.Status(), served.Now, await IdsAsync()),
        AnswerJson.Default.ServiceAnswer);

    private async Task<Answer> HistoryAsync(Asked asked) => Answer.Json(asked, ServiceView.HistoryOf(
        service.Root, asked.Text("job") is { Length: > 0 } job ? job : null,
        asked.Whole("offset", 0, 0, int.MaxValue), asked.Whole("limit", Asked.UsualRows, 1, Asked.MostRows),
        await IdsAsync()), AnswerJson.Default.ServiceHistoryAnswer);

    private async Task<Func<string, string?>> IdsAsync()
    {
        var searches = (await served.Catalogue.LookAsync()).Searches;
        return folder => searches.FirstOrDefault(found => found.Root == service.Root && found.Name == folder)?.Id;
    }
}
