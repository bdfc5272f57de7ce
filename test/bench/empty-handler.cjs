exports.handler = async () => ({ hookStatus: 'SUCCESS' });
