namespace Enas.Pipeline.Search;

/// <summary>The work of a final training, which owns its weights.</summary>
public interface ITrainingWork : ISearchWork, IDisposable;
