using Enas.Host.Composition;

namespace Enas.Host.Workers;

/// <summary>
/// The trainings of one search beside each other: what the search says that it will ask for is done by a desk, and found in its folder when
/// the search asks. A training that nothing can be done beside is left to the search, which has all threads.
/// </summary>
/// <param name="desk">The desk, which has slots or an engine; owned.</param>
internal sealed class ChildrenAhead(WorkDesk desk) : ITrainingsAhead
{
    private readonly WorkStream _stream = desk.Stream();
    private readonly List<(string Folder, Task Done)> _begun = [];

    /// <inheritdoc />
    public int Most => desk.StreamWindow;

    /// <inheritdoc />
    public void Begin(int waiting, IEnumerable<TrainingAhead> more)
    {
        if (!desk.IsElsewhere && waiting <= 1 && _begun.Count == 0)
        {
            return;
        }

        foreach (var training in more)
        {
            // What computes it is not said: whoever does it says that for himself.
            var request = new TrainingRequest(
                training.Job, training.JobBytes, training.Tokens, training.Parent, training.Folder, new ComputeOptions(null, null, null));
            if (desk.Named(Path.GetFileName(training.Folder), desk.Orders?.Of(request, training.DataDigest)) is { } item)
            {
                _begun.Add((training.Folder, _stream.Add(item)));
            }
        }
    }

    /// <inheritdoc />
    public async Task EndedAsync(string folder)
    {
        if (_begun.Find(one => one.Folder == folder) is { Done: { } done })
        {
            await done;
            _begun.RemoveAll(one => one.Folder == folder);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await desk.DisposeAsync();
    }
}
