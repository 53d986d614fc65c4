using Enas.Host.Dashboard;
using Enas.Host.Service;
using Enas.Host.Tests.Cli;

namespace Enas.Host.Tests.Dashboard;

/// <summary>Where the searches of a service come from is read of its ledger when a fire was added to it, and not for every list.</summary>
public sealed class SearchOriginsTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Origins_are_read_again_when_a_fire_was_added_and_not_when_one_has_ended()
    {
        using var work = new WorkFolder();
        using var ledger = new FireLedger(work.Root);
        var night = new Fire("night", s_noon, FireState.Queued);
        ledger.Add(night);
        ledger.Add(new Fire("hand", s_noon, FireState.Done) { Origin = Fire.Adopted, Search = "left" });
        var origins = new SearchOrigins();
        var first = origins.Of(work.Root);
        Assert.Equal([("left", Fire.Adopted), (night.Folder, Fire.Schedule)],
            first.Select(one => (one.Key, one.Value)).Order());

        ledger.Update(night with { State = FireState.Done, EndedAt = s_noon.AddMinutes(1) });
        Assert.Same(first, origins.Of(work.Root));

        var asked = new Fire("night", s_noon.AddHours(1), FireState.Queued) { Origin = Fire.Demand };
        ledger.Add(asked);
        Assert.Equal(Fire.Demand, origins.Of(work.Root)[asked.Folder]);
    }

    [Fact]
    public void Folder_without_a_service_has_none()
    {
        using var work = new WorkFolder();
        Assert.Empty(new SearchOrigins().Of(work.Root));
        Assert.Empty(new SearchOrigins().Of("s3://bucket/runs"));
    }
}
