using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Service;
using Enas.Pipeline.Messages;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Dashboard;

/// <summary>What is asked of the service that the dashboard is a part of. Jobs are triggered, paused and let go on as
/// <c>enas schedule</c> does it, by the same code; only here a fire is cancelled.</summary>
/// <param name="state">Its state.</param>
/// <param name="served">The searches.</param>
internal sealed class ServiceRoutes(ServiceState state, ServedSearches served)
{
    private const string Root = "/api/v1/service";

    private readonly ServedService _service = state.Service;

    /// <summary>Adds them; actions only where there are any.</summary>
    public void Map(AnswerMap map)
    {
        map.Read(Root, StateAsync);
        map.Read(Root + "/history", HistoryAsync);
        if (_service.CanAct)
        {
            map.Act(Root + "/jobs/{job}/trigger", Act("trigger", job =>
                ScheduleActions.Trigger(_service.Jobs, _service.Root, job, served.Now) is var fire
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
        _service.Log.Acted(name, ForeignText.Shown(job), asked.From);
        return Task.FromResult(Answer.Json(
            asked, new DoneAnswer { Id = id, Words = words }, AnswerJson.Default.DoneAnswer, StatusCodes.Status202Accepted));
    };

    private (string Id, string Words) Pause(string job, bool isPaused)
    {
        ScheduleActions.Pause(_service.Jobs, job, isPaused, served.Now);
        return (job, isPaused ? $"{job} is paused" : $"{job} goes on");
    }

    private (string Id, string Words) Cancel(string folder) => ScheduleActions.Cancel(_service.Root, folder, served.Now) is { } refusal
        ? throw new AnswerException(StatusCodes.Status409Conflict, ExitCodes.BadCommandLine, $"{ForeignText.Shown(folder)} {refusal}")
        : (folder, $"{folder} is cancelled");

    private async Task<Answer> StateAsync(Asked asked) => Answer.Json(
        asked, state.Of((await served.Catalogue.LookAsync()).Searches), AnswerJson.Default.ServiceAnswer);

    private async Task<Answer> HistoryAsync(Asked asked) => Answer.Json(asked, state.History(
        (await served.Catalogue.LookAsync()).Searches, asked.Text("job") is { Length: > 0 } job ? job : null,
        asked.Whole("offset", 0, 0, int.MaxValue), asked.Whole("limit", Asked.UsualRows, 1, Asked.MostRows)),
        AnswerJson.Default.ServiceHistoryAnswer);
}
